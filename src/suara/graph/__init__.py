"""The graph: its kinds of nodes and relations, its tables, the stores that hold it, the questions to it."""
