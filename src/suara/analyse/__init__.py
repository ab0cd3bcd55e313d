"""Analyses: tables in, tables out. One package a question, one file a measure."""
