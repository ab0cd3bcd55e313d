// Which branches of agencies, told by their region, are complained about most?
// $limit = 50
MATCH (a:Agency)<-[r:ADDRESSED_TO]-(p:Post) WHERE p.complaint AND r.region IS NOT NULL
RETURN a.name AS agency, r.region AS region, count(DISTINCT p) AS complaints
ORDER BY complaints DESC, agency, region LIMIT $limit
