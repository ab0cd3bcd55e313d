// Which complaints without a known answer were seen most, where the platform tells?
// $limit = 20
MATCH (p:Post)-[:ADDRESSED_TO]->(a:Agency)
WHERE p.complaint AND p.views IS NOT NULL AND NOT EXISTS { MATCH (p)-[:ANSWERED_BY]->(:Post) }
OPTIONAL MATCH (c:Account)-[:POSTED]->(p)
RETURN a.name AS agency, p.key AS complaint, p.url AS url, p.text AS text, c.handle AS handle, p.views AS views, p.created_at AS at
ORDER BY views DESC, complaint, agency LIMIT $limit
