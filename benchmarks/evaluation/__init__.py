"""How well codes are found: sets with known codes, ways of coding, figures."""
