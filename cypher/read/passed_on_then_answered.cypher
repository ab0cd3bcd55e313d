// Which complaints were passed on before they were answered, by whom first, and how long did the answer take?
// $followers = 0 -- of the largest account that passed it on, at least; 5000 leaves those that large accounts passed on
// $limit = 20
MATCH (p:Post)-[r:ANSWERED_BY]->(answer:Post)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(a:Agency)
MATCH (p)<-[:REPOSTS|QUOTES]-(x:Post) WHERE x.created_at < answer.created_at
OPTIONAL MATCH (x)<-[:POSTED]-(who:Account)
WITH p, r, answer, a, count(DISTINCT x) AS passed_on, min(x.created_at) AS first_at, max(who.followers) AS most_followers
WHERE coalesce(most_followers, 0) >= $followers
MATCH (p)<-[:REPOSTS|QUOTES]-(first:Post) WHERE first.created_at = first_at
WITH p, r, answer, a, passed_on, most_followers, first_at, min(first.key) AS first_passed_on
OPTIONAL MATCH (by:Account)-[:POSTED]->(:Post {key: first_passed_on})
RETURN p.key AS complaint, p.created_at AS complained_at, passed_on, most_followers, first_passed_on, by.handle AS first_by,
       first_at, answer.key AS response, a.name AS agency, answer.created_at AS answered_at, r.minutes AS minutes
ORDER BY passed_on DESC, minutes DESC, complaint, response LIMIT $limit
