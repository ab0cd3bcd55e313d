// Which agencies do accounts that coordinate turn to, and how many of all complaints to them are theirs?
// $limit = 20
MATCH (a:Account)-[:POSTED]->(p:Post)-[:ADDRESSED_TO]->(g:Agency)
WITH g, p, a, CASE WHEN EXISTS { MATCH (a)-[:COORDINATES_WITH]-(:Account) } THEN 1 ELSE 0 END AS flagged
WITH g, sum(flagged) AS posts, count(DISTINCT CASE WHEN flagged = 1 THEN a.key END) AS accounts,
     sum(CASE WHEN flagged = 1 AND p.complaint THEN 1 ELSE 0 END) AS theirs,
     sum(CASE WHEN p.complaint THEN 1 ELSE 0 END) AS complaints
WHERE posts > 0
RETURN g.name AS agency, posts, accounts, theirs AS complaints_of_theirs, complaints
ORDER BY posts DESC, agency LIMIT $limit
