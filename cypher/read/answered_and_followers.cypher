// Are people with many followers answered more often, where posts of the agency or its parent were collected?
// $followers = 5000 -- that many or more
// $limit = 10
MATCH (a:Agency)-[:PART_OF*0..1]->(:Agency)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(own:Post) WHERE NOT own.context
WITH DISTINCT a, own.platform AS platform
MATCH (c:Account)-[:POSTED]->(p:Post)-[:ADDRESSED_TO]->(a) WHERE p.complaint AND p.platform = platform
WITH DISTINCT c, p, c.followers >= $followers AS many_followers
OPTIONAL MATCH (p)-[r:ANSWERED_BY]->(:Post)
WITH c, p, many_followers, min(r.minutes) AS minutes
RETURN many_followers, count(DISTINCT c) AS accounts, count(p) AS complaints, count(minutes) AS answered, avg(minutes) AS mean_minutes
ORDER BY many_followers IS NULL, many_followers DESC LIMIT $limit
