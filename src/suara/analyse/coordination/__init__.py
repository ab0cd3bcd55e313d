"""Which accounts share the same things at nearly the same time, again and again: a screen, not a verdict."""
