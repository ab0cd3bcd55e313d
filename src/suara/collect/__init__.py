"""Sources: one module each, found by being there. A module has `TITLE`, `LOOKS_FOR`, `recognise` and `read`."""
