"""Places in texts that other programs have had: counted in their way, and found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.coding.refi._places import Block, Selected, blocks, meant, settled

TEXTS = st.text(st.sampled_from("ab \n\U0001f600é"), min_size=1, max_size=40)


def counted(text: str, at: int, way: str) -> int:
    """A place in code points as a program counts it."""
    before = text[:at]
    return at + ("lines" in way) * before.count("\n") + ("wide" in way) * sum(c > "\uffff" for c in before)


@given(TEXTS, st.data(), st.sampled_from(["", "lines", "wide", "lines wide"]), st.booleans())
def test_places_come_back_from_every_way_of_counting(text, data, way, crlf):
    """Told by the names of selections; the file may end lines in either way, whatever the program counts."""
    words = text + "kata-kata"
    start = data.draw(st.integers(0, len(text)))
    file = words.replace("\n", "\r\n") if crlf else words
    whole = Selected(counted(words, len(text), way), counted(words, len(words), way), "kata-kata")
    place = Selected(counted(words, start, way), counted(words, len(words), way), words[start:])
    plain, found = settled(file, [whole, place])

    assert plain == words
    assert plain[found[0][0] : found[0][1]] == "kata-kata"
    assert plain[found[1][0] : found[1][1]].strip() == words[start:].strip()


def test_without_names_the_standard_counts():
    """Code points of the file, both characters that end a line among them."""
    assert settled("a\r\n\U0001f600kata", [Selected(4, 8, "")]) == ("a\n\U0001f600kata", [(3, 7)])


TEXT = "[2026-03-01 | x | a | #00000000000000aa]\nlama sekali\n\n[2026-03-01 | x | b | #00000000000000bb]\nya, lama\n\n"
TWO = {"00000000000000aa": "x:1", "00000000000000bb": "x:2"}


def said(start: int, end: int) -> list[tuple[str, str]]:
    found = blocks(TEXT, TWO)
    return [(block.post, TEXT[low:high]) for block, low, high in meant(TEXT, found, start, end)]


def test_posts_in_a_source_are_found_by_their_headers():
    """From their header line to the next."""
    found = blocks(TEXT, TWO)

    assert [(block.post, TEXT[block.start : block.end]) for block in found] == [
        ("x:1", "lama sekali\n\n"),
        ("x:2", "ya, lama\n\n"),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("sekali", [("x:1", "sekali")]),
        ("sekali\n\n[2026-03-01 | x | b | #00000000000000bb]\nya", [("x:1", "sekali\n\n"), ("x:2", "ya")]),
        ("\n\n[2026-03-01 | x | b | #00000000000000bb]\nya", [("x:2", "ya")]),
        ("[2026-03-01 | x | b | #00000000000000bb]", [("x:2", "ya, lama\n\n")]),
        ("\n\n[", []),
        ("\n\n", []),
    ],
)
def test_selections_are_of_the_posts_whose_words_they_hold(words, expected):
    """One of a header line alone is of the whole post; white space alone is of none."""
    start = TEXT.index(words)

    assert said(start, start + len(words)) == expected


def test_copied_header_lines_are_of_no_post():
    """Who pastes one into a post can't take its codes."""
    forged = TEXT + TEXT.splitlines()[0] + "\npalsu\n"

    assert [block.post for block in blocks(forged, TWO)] == ["x:2"]


def test_lines_that_only_look_like_headers_are_text():
    """Tokens of no post here begin nothing and end nothing."""
    assert blocks(TEXT, {"00000000000000aa": "x:1"}) == [Block("x:1", 0, 41, len(TEXT))]
