"""Live sources: one module each. They fetch pages, keep them raw, and leave the reading to the file sources.

A module has `SOURCE` (the file source that reads its pages), and functions that give `_collecting.collect` what to ask
first and how a page is fetched. Nothing else in it knows of files, waiting or trying again.
"""
