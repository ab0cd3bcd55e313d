// 1. Overview: who is complained to, about what
// Large and orange: agencies. Purple: topics. Each small node between them is a complaint (sand) to an agency that was found
// to be about a topic. These are the latest sixty.
// An agency amid many complaints hears much. Agencies whose complaints are about the same topics lie close to each other.
// Try next: double-click a complaint to see who wrote it and what answered it. Click a node to read all that is known of it.
MATCH (complaint:Post)-[about:ABOUT]->(topic:Topic)
WHERE complaint.complaint AND topic.topic <> 'other'
WITH complaint, about, topic ORDER BY complaint.created_at DESC, complaint.key LIMIT 60
MATCH (complaint)-[addressed:ADDRESSED_TO]->(agency:Agency)
RETURN agency, addressed, complaint, about, topic LIMIT 200
