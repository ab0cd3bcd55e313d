// Which two agencies do the same people complain to?
// $limit = 20
MATCH (c:Account)-[:POSTED]->(p:Post)-[:ADDRESSED_TO]->(a:Agency) WHERE p.complaint
WITH DISTINCT c, a
MATCH (c)-[:POSTED]->(p:Post)-[:ADDRESSED_TO]->(b:Agency) WHERE p.complaint AND a.key < b.key
WITH a, b, count(DISTINCT c) AS accounts
RETURN a.name AS agency, b.name AS other, accounts ORDER BY accounts DESC, agency, other LIMIT $limit
