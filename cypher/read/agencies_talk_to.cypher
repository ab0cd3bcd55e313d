// Whom do the accounts of each agency turn to most (in replies, mentions, reposts, quotes), and how often do those in return?
// $limit = 20
MATCH (a:Agency)<-[:OPERATED_BY]-(own:Account)-[i:INTERACTS]->(c:Account) WHERE c.agency IS NULL OR c.agency <> a.key
OPTIONAL MATCH (c)-[back:INTERACTS]->(own)
WITH a, c, sum(i.weight) AS posts, sum(coalesce(back.weight, 0)) AS posts_back
RETURN a.name AS agency, c.key AS account, c.handle AS handle, c.agency AS account_of, posts, posts_back
ORDER BY posts DESC, agency, account LIMIT $limit
