// Which agencies send people on to which others?
// $limit = 20
MATCH (a:Agency)-[h:HANDED_OFF_TO]->(b:Agency)
RETURN a.name AS agency, b.name AS sends_to, h.times AS times ORDER BY times DESC, agency, sends_to LIMIT $limit
