// Which actors bridge the sides: agreeing with others on one concept, and opposing the same others on another?
// $statements = 2 -- with a position, of each actor
// $limit = 20
MATCH (a:Actor)-[:STATES]->(s:Statement) WHERE s.qualifier IS NOT NULL
WITH a, count(DISTINCT s) AS statements WHERE statements >= $statements
WITH collect(a.key) AS actors
MATCH (a:Actor)-[:STATES]->(s:Statement)-[:CONCERNS]->(c:Concept)<-[:CONCERNS]-(t:Statement)<-[:STATES]-(b:Actor)
WHERE a.key IN actors AND b.key IN actors AND a.kind = b.kind AND a.key <> b.key AND s.qualifier IS NOT NULL AND t.qualifier IS NOT NULL
WITH DISTINCT a.key AS one, b.key AS two, c, s.qualifier = t.qualifier AS same
WITH one, two, count(DISTINCT CASE WHEN same THEN c.key END) AS agree_on, count(DISTINCT CASE WHEN NOT same THEN c.key END) AS disagree_on
WITH one, count(*) AS others, sum(CASE WHEN agree_on > 0 AND disagree_on > 0 THEN 1 ELSE 0 END) AS both
MATCH (a:Actor {key: one}) WHERE both > 0
RETURN a.name AS actor, a.kind AS kind, both AS agrees_with_and_opposes, others
ORDER BY 1.0 * both / others DESC, both DESC, one LIMIT $limit
