// Which agencies are complained to most, and how many of those complaints have a known answer, theirs or their parent's?
// $limit = 20
MATCH (p:Post)-[:ADDRESSED_TO]->(a:Agency) WHERE p.complaint
OPTIONAL MATCH (p)-[:ANSWERED_BY]->(:Post)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(by:Agency)
WHERE by.key = a.key OR EXISTS { MATCH (a)-[:PART_OF]->(by) }
WITH a, count(DISTINCT p) AS complaints, count(DISTINCT CASE WHEN by IS NOT NULL THEN p.key END) AS answered
RETURN a.name AS agency, complaints, answered ORDER BY complaints DESC, agency LIMIT $limit
