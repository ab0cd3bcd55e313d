// What was complained about to which agency in each month (UTC)?
// $at_least = 3 -- complaints
// $limit = 200
MATCH (a:Agency)<-[:ADDRESSED_TO]-(p:Post)-[:ABOUT]->(t:Topic) WHERE p.complaint AND p.created_at IS NOT NULL
WITH left(toString(p.created_at), 7) AS month, a, t, count(DISTINCT p) AS complaints WHERE complaints >= $at_least
RETURN month, a.name AS agency, t.topic AS topic, complaints ORDER BY month, complaints DESC, agency, topic LIMIT $limit
