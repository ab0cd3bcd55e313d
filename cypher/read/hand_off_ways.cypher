// Which ways of two to four hand-offs did people go from agency to agency, when, and in how many minutes from the first one?
// $limit = 20
MATCH (a:Agency)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(r1:Post)-[h1:HANDS_ON]->(b:Agency)
MATCH (r1)<-[f2:FOLLOWS_UP]-(r2:Post)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(b)
MATCH (r2)-[h2:HANDS_ON]->(c:Agency) WHERE NOT EXISTS { MATCH (r1)-[:FOLLOWS_UP]->(:Post)-[:HANDS_ON]->(a) }
OPTIONAL MATCH (r2)<-[f3:FOLLOWS_UP]-(r3:Post)-[h3:HANDS_ON]->(d:Agency)
WHERE EXISTS { MATCH (r3)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(c) }
OPTIONAL MATCH (r3)<-[f4:FOLLOWS_UP]-(r4:Post)-[h4:HANDS_ON]->(e:Agency)
WHERE EXISTS { MATCH (r4)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(d) }
WITH h1.complaint AS complaint, a, b, c, d, e, r1, r2, r3, r4, coalesce(h4.status, h3.status, h2.status) AS status,
     f2.minutes + coalesce(f3.minutes, 0.0) + coalesce(f4.minutes, 0.0)
     + CASE WHEN r4 IS NOT NULL THEN h4.minutes WHEN r3 IS NOT NULL THEN h3.minutes ELSE h2.minutes END AS minutes
RETURN complaint, a.name AS agency, b.name AS sent_to, c.name AS then_to, d.name AS third_to, e.name AS fourth_to,
       r1.created_at AS sent_at, r2.created_at AS then_at, r3.created_at AS third_at, r4.created_at AS fourth_at, status, minutes
ORDER BY fourth_to IS NULL, third_to IS NULL, sent_at, complaint, then_to, third_to, fourth_to LIMIT $limit
