// Which two agencies do the same people complain to?
// $limit = 20
MATCH (c:Account)-[:POSTED]->(p:Post)-[:ADDRESSED_TO]->(a:Agency) WHERE p.complaint
WITH c, collect(DISTINCT a.key) AS agencies
UNWIND agencies AS one UNWIND agencies AS two
WITH one, two, count(*) AS accounts WHERE one < two
MATCH (a:Agency {key: one}) MATCH (b:Agency {key: two})
RETURN a.name AS agency, b.name AS other, accounts ORDER BY accounts DESC, agency, other LIMIT $limit
