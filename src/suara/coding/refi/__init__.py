"""REFI-QDA, the format by which programs for qualitative analysis exchange codebooks and coded projects.

Source: REFI-QDA 1.5 (Rotterdam Exchange Format Initiative, 2019), qdasoftware.org.
"""
