"""Files of Discourse Network Analyzer 3 (`.dna`), which are SQLite databases.

Source: Leifeld, P., Discourse Network Analyzer 3, github.com/leifeld-lab/dna: what its database has to hold.
"""
