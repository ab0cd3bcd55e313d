"""Discourse networks: who shares positions with whom, and which positions go together, of tables of statements."""
