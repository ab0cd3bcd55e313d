// What is complained about to which agency?
// $limit = 50
MATCH (a:Agency)<-[:ADDRESSED_TO]-(p:Post)-[:ABOUT]->(t:Topic) WHERE p.complaint
RETURN a.name AS agency, t.topic AS topic, count(DISTINCT p) AS complaints
ORDER BY complaints DESC, agency, topic LIMIT $limit
