// 2. Complaints and their answers: who waited longest
// Follow the arrows: a person (blue) posted a complaint, it was answered by another post, which an
// account of an agency (orange) posted. These are the answers that took longest to come.
// Click the arrow ANSWERED_BY: it tells how many minutes passed, and by which evidence the answer is known.
// Try next: take DESC away to see the quickest answers. Complaints without any answer are in tour 7.
MATCH (complaint:Post)-[answered:ANSWERED_BY]->(answer:Post)
WITH complaint, answered, answer ORDER BY answered.minutes DESC LIMIT 20
MATCH (person:Account)-[wrote:POSTED]->(complaint)
MATCH (answer)<-[posted:POSTED]-(official:Account)-[operated:OPERATED_BY]->(agency:Agency)
RETURN person, wrote, complaint, answered, answer, posted, official, operated, agency LIMIT 100
