// Who passes on whose posts most?
// $limit = 20
MATCH (a:Account)-[i:INTERACTS]->(b:Account) WHERE i.reposts + i.quotes > 0 AND a.key <> b.key
RETURN a.key AS amplifier, a.handle AS handle, b.key AS author, b.handle AS author_handle,
       i.reposts AS reposts, i.quotes AS quotes
ORDER BY reposts + quotes DESC, amplifier, author LIMIT $limit
