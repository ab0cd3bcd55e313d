// 9. Search the texts: all posts with a word
// Posts whose text holds one of the words, the best matches first, with who wrote them and to which agency.
// It needs the index of the texts: in a terminal, once, suara neo4j setup.
// Try next: other words. antre AND loket wants both, antre* also finds antrean, and "mesin antrian" finds the very words.
CALL db.index.fulltext.queryNodes('post_text', 'antre* OR antri*', {limit: 40}) YIELD node AS post, score
MATCH (account:Account)-[posted:POSTED]->(post)
OPTIONAL MATCH addressed = (post)-[:ADDRESSED_TO]->(:Agency)
RETURN account, posted, post, addressed LIMIT 150
