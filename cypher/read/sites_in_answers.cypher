// Which sites do the answers of each agency send people to?
// $limit = 50
MATCH (p:Post)-[:ANSWERED_BY]->(answer:Post)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(a:Agency)
MATCH (answer)-[:LINKS_TO]->(s:Site)
RETURN a.name AS agency, s.host AS site, count(DISTINCT answer) AS answers, count(DISTINCT p) AS complaints
ORDER BY answers DESC, agency, site LIMIT $limit
