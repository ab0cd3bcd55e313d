// Which actors disagree with each other although they both agree with the same others?
// $limit = 20
MATCH (a:Actor)-[d:DISAGREES_WITH]->(b:Actor)
MATCH (a)-[:AGREES_WITH]-(c:Actor)-[:AGREES_WITH]-(b)
WITH a, b, d.weight AS disagreement, count(DISTINCT c) AS agree_with_both
RETURN a.name AS actor, b.name AS other, disagreement, agree_with_both, a.key AS actor_key, b.key AS other_key
ORDER BY disagreement DESC, agree_with_both DESC, actor_key, other_key LIMIT $limit
