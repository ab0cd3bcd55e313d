// 7. Unanswered, but passed on: the complaints that many repeat
// Each burst is a complaint without a known answer, in the middle of the reposts and quotes that carried it on, with the
// agency it was meant for.
// The more there are around it, the more people saw that nobody answered.
// Try next: click a complaint to read its text, and double-click a repost to see who passed it on.
MATCH (complaint:Post)<-[:REPOSTS|QUOTES]-(amplified:Post)
WHERE complaint.complaint AND NOT EXISTS { (complaint)-[:ANSWERED_BY]->(:Post) }
WITH complaint, count(amplified) AS times ORDER BY times DESC LIMIT 10
MATCH addressed = (complaint)-[:ADDRESSED_TO]->(:Agency)
MATCH passed_on = (complaint)<-[:REPOSTS|QUOTES]-(:Post)
RETURN addressed, passed_on LIMIT 200
