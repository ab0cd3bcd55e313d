// Which people complain to several agencies?
// $agencies = 2
// $limit = 20
MATCH (c:Account)-[:POSTED]->(p:Post)-[:ADDRESSED_TO]->(a:Agency) WHERE p.complaint
WITH c, count(DISTINCT a) AS agencies, count(DISTINCT p) AS complaints WHERE agencies >= $agencies
RETURN c.key AS account, c.handle AS handle, agencies, complaints ORDER BY agencies DESC, complaints DESC, account LIMIT $limit
