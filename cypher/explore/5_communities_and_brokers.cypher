// 5. Communities and brokers: who talks with whom, and who stands between
// The most active people of each community, and how they interact: replies, mentions, reposts and quotes. The number on an
// arrow is how many. Agencies are left out, for everybody speaks to them.
// Those who speak with each other pull together. Who hangs between two such groups is a broker: what one group knows comes
// to the other through them. Click an account to see its community, and its betweenness, which measures just that.
// Try next: take AND account.agency IS NULL away, and see how agencies hold everything together.
MATCH (account:Account) WHERE account.community IS NOT NULL AND account.agency IS NULL
WITH account ORDER BY account.in_strength + account.out_strength DESC, account.key
WITH account.community AS community, collect(account)[..12] AS active
ORDER BY community LIMIT 8
WITH collect(active) AS groups
UNWIND groups AS active
UNWIND active AS person
MATCH (person)-[ties:INTERACTS]->(other:Account)
WHERE other <> person AND any(group IN groups WHERE other IN group)
RETURN person, ties, other ORDER BY ties.weight DESC LIMIT 250
