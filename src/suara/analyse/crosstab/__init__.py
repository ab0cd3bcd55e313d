"""Crosstabs of the coded posts: what goes together with what, and how sure that is."""
