// Which positions do organisations hold on which concepts, and how many people hold the same or the opposite?
// $limit = 50
MATCH (o:Actor)-[:STATES]->(s:Statement)-[:CONCERNS]->(c:Concept) WHERE o.kind = 'organisation' AND s.qualifier IS NOT NULL
WITH o, c, s.qualifier > 0 AS agrees, count(DISTINCT s) AS statements
OPTIONAL MATCH (p:Actor)-[:STATES]->(t:Statement)-[:CONCERNS]->(c) WHERE p.kind = 'person' AND t.qualifier IS NOT NULL
RETURN o.name AS organisation, c.key AS concept, agrees, statements,
       count(DISTINCT CASE WHEN (t.qualifier > 0) = agrees THEN p.key END) AS people_with_it,
       count(DISTINCT CASE WHEN (t.qualifier > 0) <> agrees THEN p.key END) AS people_against_it
ORDER BY statements DESC, organisation, concept, agrees LIMIT $limit
