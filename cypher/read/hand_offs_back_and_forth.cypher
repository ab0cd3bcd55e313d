// Which two agencies send people on to each other, and how many people were sent back to the one that had sent them?
// $limit = 20
MATCH (a:Agency)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(there:Post)-[:HANDS_ON]->(b:Agency) WHERE a.key < b.key
WITH a, b, count(DISTINCT there) AS times
MATCH (b)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(back:Post)-[:HANDS_ON]->(a)
WITH a, b, times, count(DISTINCT back) AS times_back
OPTIONAL MATCH (one:Agency)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(r1:Post)<-[:FOLLOWS_UP]-(r2:Post)-[:HANDS_ON]->(one)
WHERE one.key IN [a.key, b.key] AND EXISTS { MATCH (r1)-[:HANDS_ON]->(o:Agency)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(r2) WHERE o.key IN [a.key, b.key] }
RETURN a.name AS agency, b.name AS other, times, times_back, count(DISTINCT r2) AS sent_back
ORDER BY times + times_back DESC, agency, other LIMIT $limit
