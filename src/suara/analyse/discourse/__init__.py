"""Who states what about which concept: discourse networks, and what they are made up of."""
