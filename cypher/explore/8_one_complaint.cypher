// 8. One complaint, and all that hangs on it
// The complaint of which most is known: who wrote it, to which agency, about which topics of which codebook, with which
// hashtags, who passed it on, and what answered it.
// Nearly every kind of node of the graph turns up here, so this is the place to learn the colours.
// Try next: to see another complaint, add AND complaint.key = '...' after WHERE complaint.complaint. A post's key is shown
// when you click it.
MATCH (complaint:Post)-[tie]-() WHERE complaint.complaint
WITH complaint, count(DISTINCT type(tie)) AS kinds, count(tie) AS ties
ORDER BY kinds DESC, ties DESC, complaint.key LIMIT 1
MATCH around = (complaint)--(near)
OPTIONAL MATCH beyond = (near)-[:POSTED|OPERATED_BY|PART_OF|IN]-(other)
WHERE near:Post AND other:Account OR near:Account AND other:Agency OR near:Agency AND other:Agency OR near:Topic
RETURN around, beyond LIMIT 150
