// Which accounts join communities: with ties into several, and most shortest paths through them?
// $communities = 2 -- others than their own
// $limit = 20
MATCH (a:Account)-[i:INTERACTS]-(b:Account) WHERE a.community <> b.community
WITH a, count(DISTINCT b.community) AS communities, count(DISTINCT b) AS accounts WHERE communities >= $communities
RETURN a.key AS account, a.handle AS handle, a.agency AS agency, a.community AS own_community,
       communities AS other_communities, accounts AS accounts_there, a.betweenness AS betweenness
ORDER BY betweenness IS NULL, betweenness DESC, communities DESC, account LIMIT $limit
