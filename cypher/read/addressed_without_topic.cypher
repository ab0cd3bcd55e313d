// How many posts of people to each agency are complaints, and how many have no topic that says so?
// $limit = 20
MATCH (p:Post)-[:ADDRESSED_TO]->(a:Agency) WHERE NOT p.context
WITH a, count(p) AS posts, sum(CASE WHEN p.complaint THEN 1 ELSE 0 END) AS complaints
RETURN a.name AS agency, posts, complaints, posts - complaints AS without_topic
ORDER BY without_topic DESC, agency LIMIT $limit
