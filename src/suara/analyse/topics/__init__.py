"""Topics: what is complained about, and how much."""
