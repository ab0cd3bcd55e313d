// How often is each topic complained about here, beside its share in the survey that the codebook comes from?
// $limit = 20
MATCH (p:Post) WHERE p.complaint
WITH count(p) AS of_all
MATCH (t:Topic) WHERE t.survey_share IS NOT NULL
OPTIONAL MATCH (c:Account)-[:POSTED]->(p:Post)-[:ABOUT]->(t) WHERE p.complaint
RETURN t.topic AS topic, t.label_id AS label_id, t.label_en AS label_en, count(DISTINCT p) AS complaints, of_all,
       count(DISTINCT c) AS accounts, t.survey_share AS survey_share
ORDER BY survey_share DESC, topic LIMIT $limit
