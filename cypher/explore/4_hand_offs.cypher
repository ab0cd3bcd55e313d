// 4. Hand-offs: agencies that send people on
// A thick arrow from one agency to another: the first told people to turn to the second, as often as the number says.
// The posts beside it are such answers: one of the agency's accounts answers a complaint and mentions the other's account.
// Where the other agency spoke to that person later, its post is there too, and follows the answer up.
// Try next: click such an answer to read it. Double-click an agency to see what else it is part of.
MATCH (agency:Agency)-[handed:HANDED_OFF_TO]->(other:Agency)
OPTIONAL MATCH sent_on = (agency)<-[:OPERATED_BY]-(:Account)-[:POSTED]->(answer:Post)-[:HANDS_ON]->(other)
OPTIONAL MATCH followed = (answer)<-[:FOLLOWS_UP]-(:Post)
WITH agency, handed, other, collect(sent_on)[..4] AS sent_on, collect(followed)[..4] AS followed
RETURN agency, handed, other, sent_on, followed ORDER BY handed.times DESC LIMIT 20
