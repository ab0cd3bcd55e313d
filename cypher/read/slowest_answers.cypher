// Which answers took longest to come?
// $limit = 20
MATCH (p:Post)-[r:ANSWERED_BY]->(answer:Post)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(a:Agency)
RETURN a.name AS agency, p.key AS complaint, answer.key AS response, r.minutes AS minutes, r.evidence AS evidence
ORDER BY minutes DESC, complaint, response LIMIT $limit
