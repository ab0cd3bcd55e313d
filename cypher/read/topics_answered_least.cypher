// What kinds of complaints most often stay without a known answer, where posts of the agencies were collected?
// $at_least = 10 -- complaints; a share of fewer says little
// $limit = 20
MATCH (a:Agency)-[:PART_OF*0..1]->(:Agency)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(own:Post) WHERE NOT own.context
WITH DISTINCT a, own.platform AS platform
MATCH (a)<-[:ADDRESSED_TO]-(p:Post) WHERE p.complaint AND p.platform = platform
WITH DISTINCT p
MATCH (p)-[:ABOUT]->(t:Topic)-[:`IN`]->(:Codebook {name: 'complaints'})
WITH t, count(p) AS complaints, sum(CASE WHEN EXISTS { MATCH (p)-[:ANSWERED_BY]->(:Post) } THEN 1 ELSE 0 END) AS answered
WHERE complaints >= $at_least
RETURN t.topic AS topic, t.label_id AS label_id, t.label_en AS label_en, complaints, answered
ORDER BY 1.0 * answered / complaints, complaints DESC, topic LIMIT $limit
