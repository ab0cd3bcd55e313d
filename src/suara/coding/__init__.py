"""What posts are about and which agencies they name: codebooks, the registry, and the matching of words."""
