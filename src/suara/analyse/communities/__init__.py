"""Communities: groups of accounts with more ties among them than with others. A method is a module."""
