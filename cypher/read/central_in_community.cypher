// Which accounts are most central in a community?
// $community = 1
// $limit = 20
MATCH (a:Account) WHERE a.community = $community AND a.pagerank IS NOT NULL
RETURN a.key AS account, a.handle AS handle, a.agency AS agency, a.followers AS followers, a.pagerank AS pagerank,
       a.in_strength AS spoken_to, a.out_strength AS speaks
ORDER BY pagerank DESC, account LIMIT $limit
