// Which two actors hold the same position on most concepts, and on how many do they hold opposite ones?
// $statements = 2 -- with a position, of each actor; those who say little agree with many by chance
// $limit = 20
MATCH (a:Actor)-[:STATES]->(s:Statement) WHERE s.qualifier IS NOT NULL
WITH a, count(DISTINCT s) AS statements WHERE statements >= $statements
WITH collect(a.key) AS actors
MATCH (a:Actor)-[:STATES]->(s:Statement)-[:CONCERNS]->(c:Concept)<-[:CONCERNS]-(t:Statement)<-[:STATES]-(b:Actor)
WHERE a.key IN actors AND b.key IN actors AND a.kind = b.kind AND a.key < b.key AND s.qualifier IS NOT NULL AND t.qualifier IS NOT NULL
WITH DISTINCT a.key AS one, b.key AS two, c, s.qualifier = t.qualifier AS same
WITH one, two, count(DISTINCT CASE WHEN same THEN c.key END) AS agree_on, count(DISTINCT CASE WHEN NOT same THEN c.key END) AS disagree_on
MATCH (a:Actor {key: one}) MATCH (b:Actor {key: two})
RETURN a.name AS actor, b.name AS other, agree_on, disagree_on ORDER BY agree_on DESC, disagree_on, one, two LIMIT $limit
