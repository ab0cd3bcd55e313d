// Which hashtags do people put into complaints to which agency?
// $at_least = 2 -- accounts; a hashtag of one account is one voice
// $limit = 50
MATCH (c:Account)-[:POSTED]->(p:Post)-[:ADDRESSED_TO]->(a:Agency) WHERE p.complaint
MATCH (p)-[:TAGGED]->(h:Hashtag)
WITH a, h, count(DISTINCT p) AS complaints, count(DISTINCT c) AS accounts WHERE accounts >= $at_least
RETURN a.name AS agency, h.key AS hashtag, complaints, accounts
ORDER BY complaints DESC, accounts DESC, agency, hashtag LIMIT $limit
