// Which unanswered complaints were passed on most?
// $limit = 20
MATCH (p:Post)-[:ADDRESSED_TO]->(a:Agency)
WHERE p.complaint AND NOT EXISTS { MATCH (p)-[:ANSWERED_BY]->(:Post) }
OPTIONAL MATCH (p)<-[:REPOSTS|QUOTES]-(amplified:Post)
WITH p, a, count(DISTINCT amplified) AS amplified
RETURN a.name AS agency, p.key AS complaint, p.text AS text, amplified, p.views AS views
ORDER BY amplified DESC, complaint, agency LIMIT $limit
