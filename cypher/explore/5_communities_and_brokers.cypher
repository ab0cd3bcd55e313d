// 5. Communities and brokers: who talks with whom, and who stands between
// The most central accounts of each community, and who interacts with whom among them: replies, mentions, reposts, quotes.
// The number on an arrow is how many. Accounts of one community pull together, and those that hold two groups together are
// the brokers: their betweenness is high. Agencies are brokers often, as everybody speaks to them.
// Click an account to see its community, pagerank and betweenness.
// Try next: write account.agency IS NULL in place of the first condition, to see people among themselves.
MATCH (account:Account) WHERE account.community IS NOT NULL
WITH account ORDER BY account.pagerank DESC
WITH account.community AS community, collect(account)[..10] AS central
ORDER BY community LIMIT 8
WITH collect(central) AS all
UNWIND all AS central
UNWIND central AS one
MATCH (one)-[ties:INTERACTS]->(other:Account)
WHERE other <> one AND any(group IN all WHERE other IN group)
RETURN one, ties, other ORDER BY ties.weight DESC LIMIT 250
