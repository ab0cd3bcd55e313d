"""Discourse networks: who shares which position with whom, and how the camps of a debate are made."""
