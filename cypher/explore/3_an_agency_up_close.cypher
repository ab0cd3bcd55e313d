// 3. An agency up close: what it hears, and what it answers
// In the middle the agency, with what it is part of and the accounts it operates. Around it the latest complaints to it,
// their topics (purple), and the answers they got.
// A complaint without an arrow ANSWERED_BY had no answer by the end of the collection. That isn't the same as "never".
// Try next: write another agency's name in place of IndiHome, as it stands in the pictures of tour 1.
WITH 'IndiHome' AS name
MATCH (agency:Agency {name: name})
OPTIONAL MATCH family = (agency)-[:PART_OF]-(:Agency)
OPTIONAL MATCH accounts = (agency)<-[:OPERATED_BY]-(:Account)
MATCH (complaint:Post)-[addressed:ADDRESSED_TO]->(agency) WHERE complaint.complaint
WITH agency, family, accounts, addressed, complaint ORDER BY complaint.created_at DESC LIMIT 25
OPTIONAL MATCH about = (complaint)-[:ABOUT]->(:Topic)
OPTIONAL MATCH answered = (complaint)-[:ANSWERED_BY]->(:Post)<-[:POSTED]-(:Account)
RETURN agency, family, accounts, addressed, complaint, about, answered LIMIT 150
