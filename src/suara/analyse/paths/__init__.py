"""Paths in the graph: from complaint to answer, by way of other agencies, of those who pass it on, and of what it is about."""
