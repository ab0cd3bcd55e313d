// Where does each coalition stand on each concept?
// $limit = 50 -- coalitions are there once `suara structure` was run
MATCH (a:Actor)-[:STATES]->(s:Statement)-[:CONCERNS]->(c:Concept)
WHERE a.coalition IS NOT NULL AND s.qualifier IS NOT NULL
RETURN c.label_id AS label_id, c.label_en AS label_en, a.coalition AS coalition, count(DISTINCT a.key) AS actors,
       count(s) AS statements, avg(s.qualifier) AS mean_position
ORDER BY label_id, coalition LIMIT $limit
