"""How things go on in time: how much is said of what, how fast it is answered, when that changes, and what is behind it."""
