// Which people complain to the same agency again and again, and how often did it or its parent answer?
// $at_least = 3 -- complaints
// $limit = 20
MATCH (c:Account)-[:POSTED]->(p:Post)-[:ADDRESSED_TO]->(a:Agency) WHERE p.complaint
WITH c, a, count(p) AS complaints, min(p.created_at) AS first, max(p.created_at) AS last, sum(CASE WHEN EXISTS {
  MATCH (p)-[:ANSWERED_BY]->(:Post)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(:Agency)<-[:PART_OF*0..1]-(a)
} THEN 1 ELSE 0 END) AS answered
WHERE complaints >= $at_least
RETURN c.key AS account, c.handle AS handle, a.name AS agency, complaints, answered, first, last
ORDER BY complaints DESC, account, agency LIMIT $limit
