// Which agencies leave the largest share of complaints without a known answer, theirs or their parent's, where posts of theirs were collected?
// $at_least = 10 -- complaints; a share of fewer says little
// $limit = 20
MATCH (a:Agency)-[:PART_OF*0..1]->(by:Agency)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(own:Post) WHERE NOT own.context
WITH a, own.platform AS platform, count(DISTINCT own) AS own_posts
MATCH (p:Post)-[:ADDRESSED_TO]->(a) WHERE p.complaint AND p.platform = platform
WITH a, platform, own_posts, count(p) AS complaints, sum(CASE WHEN EXISTS {
  MATCH (p)-[:ANSWERED_BY]->(:Post)<-[:POSTED]-(:Account)-[:OPERATED_BY]->(:Agency)<-[:PART_OF*0..1]-(a)
} THEN 1 ELSE 0 END) AS answered
WITH a, sum(complaints) AS complaints, sum(answered) AS answered, sum(own_posts) AS own_posts WHERE complaints >= $at_least
RETURN a.name AS agency, complaints, answered, own_posts
ORDER BY 1.0 * answered / complaints, complaints DESC, agency LIMIT $limit
