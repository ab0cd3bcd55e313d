// Which accounts coordinate with most others, by what, and within how many seconds at the least?
// $limit = 20
MATCH (a:Account)-[r:COORDINATES_WITH]-(b:Account)
WITH a, count(DISTINCT b.key) AS partners, sum(r.weight) AS pairs, min(r.seconds) AS seconds
OPTIONAL MATCH (a)-[:POSTED]->(p:Post) WHERE p.complaint
RETURN coalesce(a.handle, a.key) AS account, partners, pairs, seconds, count(p) AS complaints
ORDER BY partners DESC, pairs DESC, account LIMIT $limit
