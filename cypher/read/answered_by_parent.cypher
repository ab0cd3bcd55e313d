// How many complaints to an agency that is part of another one were answered by itself, and how many by that other one?
// $limit = 20
MATCH (p:Post)-[:ADDRESSED_TO]->(a:Agency)-[:PART_OF]->(above:Agency) WHERE p.complaint
OPTIONAL MATCH (p)-[:ANSWERED_BY]->(:Post)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(by:Agency)
WITH a, above, count(DISTINCT p) AS complaints,
     count(DISTINCT CASE WHEN by.key = a.key THEN p.key END) AS answered_itself,
     count(DISTINCT CASE WHEN by.key = above.key THEN p.key END) AS answered_by_parent
RETURN a.name AS agency, above.name AS parent, complaints, answered_itself, answered_by_parent
ORDER BY answered_by_parent DESC, complaints DESC, agency, parent LIMIT $limit
