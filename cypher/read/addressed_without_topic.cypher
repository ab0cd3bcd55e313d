// How many of the posts that people address to each agency are complaints, and how many have no topic at all?
// $limit = 20
MATCH (p:Post)-[:ADDRESSED_TO]->(a:Agency) WHERE NOT p.context
WITH a, count(p) AS posts, sum(CASE WHEN p.complaint THEN 1 ELSE 0 END) AS complaints,
     sum(CASE WHEN EXISTS { MATCH (p)-[:ABOUT]->(:Topic) } THEN 0 ELSE 1 END) AS without_topic
RETURN a.name AS agency, posts, complaints, without_topic ORDER BY without_topic DESC, agency LIMIT $limit
