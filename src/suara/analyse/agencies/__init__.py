"""Agencies that the registry may lack, and names in it that stay open: suggestions for a person, each with its reasons."""
