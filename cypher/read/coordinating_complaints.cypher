// What do accounts that coordinate complain about, and how many of all complaints about it are theirs?
// $limit = 20
MATCH (p:Post)-[:ABOUT]->(t:Topic) WHERE p.complaint AND t.key STARTS WITH 'complaints:'
MATCH (a:Account)-[:POSTED]->(p)
WITH t, p, a, CASE WHEN EXISTS { MATCH (a)-[:COORDINATES_WITH]-(:Account) } THEN 1 ELSE 0 END AS flagged
WITH t, count(DISTINCT p) AS complaints, sum(flagged) AS theirs,
     count(DISTINCT CASE WHEN flagged = 1 THEN a.key END) AS accounts
WHERE theirs > 0
RETURN t.label_en AS topic, theirs, complaints, accounts ORDER BY theirs DESC, topic LIMIT $limit
