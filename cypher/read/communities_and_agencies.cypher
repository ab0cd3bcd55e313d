// Which communities complain to which agencies?
// $limit = 50
MATCH (c:Account)-[:POSTED]->(p:Post)-[:ADDRESSED_TO]->(a:Agency) WHERE p.complaint AND c.community IS NOT NULL
RETURN c.community AS community, a.name AS agency, count(DISTINCT p) AS complaints, count(DISTINCT c) AS accounts
ORDER BY complaints DESC, community, agency LIMIT $limit
