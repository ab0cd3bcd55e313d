// Which statements make two actors agree or disagree, concept by concept?
// $actor = tirta_contoh
// $other = lsm_air_contoh
// $limit = 50
MATCH (a:Actor)-[:STATES]->(s:Statement)-[:CONCERNS]->(c:Concept)<-[:CONCERNS]-(t:Statement)<-[:STATES]-(b:Actor)
WHERE a.key = $actor AND b.key = $other AND s.qualifier IS NOT NULL AND t.qualifier IS NOT NULL
RETURN c.label_id AS label_id, c.label_en AS label_en, s.qualifier = t.qualifier AS agree, s.qualifier AS position,
       t.qualifier AS position_of_other, s.at AS at, t.at AS at_of_other, s.text AS text, t.text AS text_of_other,
       s.document AS document, t.document AS document_of_other
ORDER BY label_id, at, at_of_other, document, document_of_other, position, position_of_other, text, text_of_other LIMIT $limit
