// In how few steps did an agency come to answer complaints about a topic: directly, or passed on and sent on by others?
// $topic = complaints:slow_service -- a codebook and a code of it
// $agency = kai
// $limit = 20
MATCH (t:Topic)<-[:ABOUT]-(p:Post) WHERE t.key = $topic AND p.complaint
MATCH way = (p)-[:ANSWERED_BY*0..1]->(:Post)<-[:REPLIES_TO|REPOSTS|QUOTES|FOLLOWS_UP*0..4]-(answer:Post)
            <-[:POSTED]-(:Account)-[:OPERATED_BY]->(a:Agency)
WHERE a.key = $agency AND answer.created_at >= p.created_at
WITH a, p, answer, min(length(way)) - 2 AS steps
RETURN steps, p.key AS complaint, p.created_at AS complained_at, answer.key AS response, answer.created_at AS answered_at,
       a.name AS agency, p.text AS complaint_text, answer.text AS response_text
ORDER BY steps, answered_at, complaint, response LIMIT $limit
