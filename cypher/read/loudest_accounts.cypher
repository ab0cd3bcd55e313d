// Who complains most, and how many of all complaints are theirs?
// $limit = 20
MATCH (p:Post) WHERE p.complaint
WITH count(p) AS of_all
MATCH (c:Account)-[:POSTED]->(p:Post) WHERE p.complaint
OPTIONAL MATCH (p)-[:ADDRESSED_TO]->(a:Agency)
RETURN c.key AS account, c.handle AS handle, c.followers AS followers, count(DISTINCT p) AS complaints, of_all,
       count(DISTINCT a) AS agencies
ORDER BY complaints DESC, account LIMIT $limit
