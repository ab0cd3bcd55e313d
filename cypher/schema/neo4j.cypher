// Indexes that help a person explore the graph in Neo4j Browser; `suara neo4j setup` creates them. What the program itself
// needs, a constraint per kind of node, it creates whenever it loads the graph.
CREATE INDEX account_handle IF NOT EXISTS FOR (n:Account) ON (n.handle);
CREATE INDEX account_community IF NOT EXISTS FOR (n:Account) ON (n.community);
CREATE INDEX agency_name IF NOT EXISTS FOR (n:Agency) ON (n.name);
CREATE INDEX post_created_at IF NOT EXISTS FOR (n:Post) ON (n.created_at);
CREATE INDEX post_complaint IF NOT EXISTS FOR (n:Post) ON (n.complaint);
CREATE INDEX topic_topic IF NOT EXISTS FOR (n:Topic) ON (n.topic);
CREATE FULLTEXT INDEX post_text IF NOT EXISTS FOR (n:Post) ON EACH [n.text];
