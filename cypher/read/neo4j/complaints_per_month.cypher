// How many complaints did each agency get in each month (UTC), and how many of them have a known answer, theirs or their parent's?
// $limit = 200
MATCH (p:Post)-[:ADDRESSED_TO]->(a:Agency) WHERE p.complaint AND p.created_at IS NOT NULL
WITH a, left(toString(p.created_at), 7) AS month, count(p) AS complaints, sum(CASE WHEN EXISTS {
  MATCH (p)-[:ANSWERED_BY]->(:Post)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(:Agency)<-[:PART_OF*0..1]-(a)
} THEN 1 ELSE 0 END) AS answered
RETURN month, a.name AS agency, complaints, answered ORDER BY month, complaints DESC, agency LIMIT $limit
