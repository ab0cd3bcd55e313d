// Which complaints have waited longest for a known answer, where posts of that agency or its parent were collected?
// $limit = 20
MATCH (a:Agency)-[:PART_OF*0..1]->(:Agency)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(own:Post) WHERE NOT own.context
WITH DISTINCT a, own.platform AS platform
MATCH (c:Account)-[:POSTED]->(p:Post)-[:ADDRESSED_TO]->(a)
WHERE p.complaint AND p.platform = platform AND NOT EXISTS { MATCH (p)-[:ANSWERED_BY]->(:Post) }
RETURN a.name AS agency, p.created_at AS since, p.key AS complaint, p.url AS url, p.text AS text, c.key AS account, c.handle AS handle
ORDER BY since, complaint, agency LIMIT $limit
