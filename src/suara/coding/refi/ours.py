"""How projects that suara has written tell of posts and coders, so that they are known again when they come back."""

from __future__ import annotations

import re

from suara.coding.refi._guids import guid

TOKEN_LENGTH = 16
"""Hexadecimal digits of a post's GUID that name it in texts and names of sources: programs keep these, but not GUIDs."""

HEADER = "[{} | {} | {} | #{}]"
"""The line above each post in a source of several: time, platform, author, token."""

HEADERS = re.compile(rf"^\[[^\n\r]*\| #([0-9a-f]{{{TOKEN_LENGTH}}})\][ \t]*\r?$", re.MULTILINE)
"""Such lines in a text."""

NAMED = re.compile(rf"#([0-9a-f]{{{TOKEN_LENGTH}}})(?!\w)")
"""The token in the name of a source of one post."""

PROGRAM = {"words": "suara (words)", "learning": "suara (learning)", "hand": "suara (hand)"}
"""The program as a coder, by what it codes with; by hand where it isn't known whose."""

PROGRAM_GUIDS = {by: guid("user", by) for by in PROGRAM}
"""The GUIDs of these coders, which are the same in every project."""


def post_name(key: str) -> str:
    r"""What the GUID of a post is made from.

    Example:
        >>> post_name("x:1")
        'post\nx:1'
    """
    return f"post\n{key}"


def token_of(guid: str) -> str:
    """The token of a GUID.

    Example:
        >>> token_of("abd5ffb0-590b-53fa-84cf-b9117e4c9049")
        'abd5ffb0590b53fa'
    """
    return guid.replace("-", "")[:TOKEN_LENGTH]
