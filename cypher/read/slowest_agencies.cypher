// Which agencies take longest to answer, on average over the complaints they did answer?
// $at_least = 5 -- answers; fewer say little
// $limit = 20
MATCH (:Post)-[r:ANSWERED_BY]->(:Post)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(a:Agency)
WITH a, count(r) AS answers, avg(r.minutes) AS mean_minutes WHERE answers >= $at_least
RETURN a.name AS agency, answers, mean_minutes ORDER BY mean_minutes DESC, agency LIMIT $limit
