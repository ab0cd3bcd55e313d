// Which actors have changed sides on a concept: first one position, later the other, and when?
// $limit = 50
MATCH (a:Actor)-[:STATES]->(s:Statement)-[:CONCERNS]->(c:Concept) WHERE s.qualifier IS NOT NULL AND s.at IS NOT NULL
WITH a, c, s.qualifier > 0 AS agrees, min(s.at) AS first, max(s.at) AS last, count(DISTINCT s) AS statements
WITH a, c, max(CASE WHEN agrees THEN first END) AS agreed_first, max(CASE WHEN agrees THEN last END) AS agreed_last,
     max(CASE WHEN NOT agrees THEN first END) AS rejected_first, max(CASE WHEN NOT agrees THEN last END) AS rejected_last,
     sum(statements) AS statements
WHERE agreed_first IS NOT NULL AND rejected_first IS NOT NULL
RETURN a.name AS actor, a.kind AS kind, c.key AS concept, agreed_first, agreed_last, rejected_first, rejected_last, statements,
       agreed_last < rejected_first OR rejected_last < agreed_first AS for_good
ORDER BY for_good DESC, statements DESC, a.key, concept LIMIT $limit
