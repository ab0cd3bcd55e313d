"""The report: what was found, how sure that is, and what it rests on, as one page (or Markdown, or PDF).

material    what a report is made of
parts       what sections are made of: findings, tables, figures, lists
said        numbers, shares, waits and dates as the reader's language writes them
sections/   one module a section, found by being there
page        sections -> HTML, Markdown
printing    HTML -> PDF, by a browser
"""
