"""Does the agency answer? Who answered which complaint, how that is known, how fast and how often."""
