// Which two agencies send people on to each other?
// $limit = 20
MATCH (a:Agency)-[there:HANDED_OFF_TO]->(b:Agency)-[back:HANDED_OFF_TO]->(a) WHERE a.key < b.key
RETURN a.name AS agency, b.name AS other, there.times AS times, back.times AS times_back
ORDER BY times + times_back DESC, agency, other LIMIT $limit
