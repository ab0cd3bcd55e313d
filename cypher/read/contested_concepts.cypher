// Which concepts are contested most: agreed with by some actors, and rejected by others?
// $limit = 20
MATCH (a:Actor)-[:STATES]->(s:Statement)-[:CONCERNS]->(c:Concept)
WITH c, count(DISTINCT s) AS statements,
     count(DISTINCT CASE WHEN s.qualifier > 0 THEN a.key END) AS agree,
     count(DISTINCT CASE WHEN s.qualifier <= 0 THEN a.key END) AS disagree,
     count(DISTINCT CASE WHEN s.qualifier IS NULL THEN a.key END) AS without_position
RETURN c.key AS concept, c.label_id AS label_id, c.label_en AS label_en, agree, disagree, without_position, statements
ORDER BY CASE WHEN agree < disagree THEN agree ELSE disagree END DESC, agree + disagree DESC, statements DESC, concept LIMIT $limit
