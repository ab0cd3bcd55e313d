// Which people were sent on to another agency from which no later post to them is known?
// $limit = 20
MATCH (b:Agency)
OPTIONAL MATCH (b)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(own:Post) WHERE NOT own.context
WITH b, count(own) AS posts_of_sent_to
MATCH (b)<-[h:HANDS_ON]-(r:Post)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(a:Agency) WHERE h.status <> 'arrived'
MATCH (p:Post)<-[:POSTED]-(c:Account) WHERE p.key = h.complaint
RETURN DISTINCT a.name AS agency, b.name AS sent_to, posts_of_sent_to, c.key AS account, c.handle AS handle,
       p.key AS complaint, p.text AS text, r.key AS response, r.url AS response_url, r.created_at AS sent_on_at
ORDER BY sent_on_at, complaint, response, sent_to LIMIT $limit
