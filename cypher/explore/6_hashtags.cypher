// 6. Hashtags: words that join communities
// Hashtags (green) that are used in several communities, with posts that use them and who wrote those.
// A hashtag amid many posts is a meeting place or a campaign. One that shares its authors with another goes along with it.
// Try next: double-click an account to see what else it posted, or a hashtag to see all of its posts.
MATCH (account:Account)-[:POSTED]->(post:Post)-[:TAGGED]->(tag:Hashtag)
WHERE account.community IS NOT NULL
WITH tag, count(DISTINCT account.community) AS communities, collect(post) AS posts
WHERE communities > 1
WITH tag, posts ORDER BY communities DESC, size(posts) DESC, tag.key LIMIT 8
UNWIND posts[..8] AS post
MATCH (account:Account)-[posted:POSTED]->(post)-[tagged:TAGGED]->(tag)
RETURN account, posted, post, tagged, tag LIMIT 150
