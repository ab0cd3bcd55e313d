// Who rejects what in posts that are addressed to an agency, and what do the same people agree with?
// $limit = 50
MATCH (p:Post)-[:ADDRESSED_TO]->(g:Agency) MATCH (p)-[:HOLDS]->(s:Statement)-[:CONCERNS]->(c:Concept) WHERE s.qualifier <= 0
MATCH (a:Actor)-[:STATES]->(s) WHERE a.kind = 'person'
WITH g, c, collect(DISTINCT a.key) AS critics, count(DISTINCT s) AS statements
OPTIONAL MATCH (a:Actor)-[:STATES]->(t:Statement)-[:CONCERNS]->(other:Concept) WHERE a.key IN critics AND t.qualifier > 0
RETURN g.name AS agency, c.key AS rejected, size(critics) AS critics, statements, other.key AS agreed_with, count(DISTINCT a) AS critics_who_agree
ORDER BY critics DESC, statements DESC, agency, rejected, critics_who_agree DESC, agreed_with LIMIT $limit
