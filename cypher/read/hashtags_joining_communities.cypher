// Which hashtags are used in several communities?
// $limit = 20
MATCH (a:Account)-[:POSTED]->(p:Post)-[:TAGGED]->(h:Hashtag) WHERE a.community IS NOT NULL
WITH h, count(DISTINCT a.community) AS communities, count(DISTINCT p) AS posts WHERE communities > 1
RETURN h.key AS hashtag, communities, posts ORDER BY communities DESC, posts DESC, hashtag LIMIT $limit
