// Which actors agree most with each other, how much do they disagree as well, and on how many concepts do both speak?
// $limit = 20
MATCH (a:Actor)-[r:AGREES_WITH]->(b:Actor)
OPTIONAL MATCH (a)-[d:DISAGREES_WITH]->(b)
WITH a, b, r.weight AS agreement, coalesce(max(d.weight), 0.0) AS disagreement
ORDER BY agreement DESC, disagreement, a.key, b.key LIMIT $limit
MATCH (a)-[:STATES]->(:Statement)-[:CONCERNS]->(c:Concept)<-[:CONCERNS]-(:Statement)<-[:STATES]-(b)
WITH a, b, agreement, disagreement, count(DISTINCT c) AS concepts
RETURN a.name AS actor, b.name AS other, agreement, disagreement, concepts, a.key AS actor_key, b.key AS other_key
ORDER BY agreement DESC, disagreement, actor_key, other_key LIMIT $limit
