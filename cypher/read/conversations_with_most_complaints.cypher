// Which conversations hold most complaints?
// $limit = 20
MATCH (c:Account)-[:POSTED]->(p:Post) WHERE p.conversation IS NOT NULL
WITH p.platform AS platform, p.conversation AS conversation, count(p) AS posts, count(DISTINCT c) AS accounts,
     sum(CASE WHEN p.complaint THEN 1 ELSE 0 END) AS complaints, min(p.created_at) AS first, max(p.created_at) AS last
WHERE complaints > 0
RETURN platform, conversation, complaints, posts, accounts, first, last
ORDER BY complaints DESC, posts DESC, platform, conversation LIMIT $limit
