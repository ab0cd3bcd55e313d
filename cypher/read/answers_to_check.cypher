// Which answers are known by a mention only, and should be read by a person before they are counted?
// $limit = 50
MATCH (p:Post)-[r:ANSWERED_BY]->(answer:Post)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(a:Agency)
WHERE r.evidence STARTS WITH 'mention'
RETURN a.name AS agency, r.evidence AS evidence, r.minutes AS minutes, p.text AS complaint_text, answer.text AS response_text,
       p.key AS complaint, answer.key AS response, p.url AS complaint_url, answer.url AS response_url
ORDER BY minutes DESC, complaint, response LIMIT $limit
