// Who passes on complaints of others most, and to how many agencies were those?
// $limit = 20
MATCH (c:Account)-[:POSTED]->(:Post)-[:REPOSTS|QUOTES]->(p:Post)-[:ADDRESSED_TO]->(a:Agency) WHERE p.complaint
  AND NOT EXISTS { MATCH (c)-[:POSTED]->(p) }
RETURN c.key AS account, c.handle AS handle, c.agency AS account_of, c.followers AS followers,
       count(DISTINCT p) AS complaints, count(DISTINCT a) AS agencies
ORDER BY complaints DESC, agencies DESC, account LIMIT $limit
