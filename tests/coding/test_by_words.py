"""Coding by words: whole words, exclusions, evidence in its place."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.coding import by_words
from suara.coding._matching import compiled, matches
from suara.coding.codebook import Code, Codebook
from suara.coding.codes import CODES
from suara.coding.words import spans, stream

BOOK = Codebook(
    name="book",
    codes=[
        Code(id="slow", phrases={"id": ["lambat", "lama banget"]}, exclude=["tidak lambat", "sudah lama banget"]),
        Code(id="rude", phrases={"id": ["judes"]}),
        Code(id="rest", phrases={"id": ["kecewa"]}, residual=True),
    ],
)


def coded(text: str) -> list[tuple[str, str]]:
    posts = pl.DataFrame({"key": ["x:1"], "text": [text]})
    return by_words.code(posts, [BOOK]).select("topic", "evidence").rows()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LAMBAT!", [("slow", "LAMBAT")]),
        ("lama... banget", [("slow", "lama... banget")]),
        ("#lambat", [("slow", "lambat")]),
        ("lambatnya", [("slow", "lambatnya")]),
        ("memperlambat", []),
        ("@lambat https://x.co/lambat", []),
        ("lama @seseorang banget", []),
        ("tidak lambat", []),
        ("tidak lambat tapi lambat", [("slow", "lambat")]),
        ("sudah lama banget lambat", [("slow", "lambat")]),
        ("kecewa", [("rest", "kecewa")]),
        ("kecewa, petugasnya judes", [("rude", "judes")]),
        ("kecewa karena tidak lambat", [("rest", "kecewa")]),
        ("", []),
    ],
)
def test_words(text, expected):
    """Whole words in a row, without case; an exclusion cancels only what lies in it; the residual code stands alone."""
    assert coded(text) == expected


def test_one_row_per_post_topic_and_phrase():
    """The first place of each phrase is the evidence."""
    assert coded("lambat lambat lama banget") == [("slow", "lambat"), ("slow", "lama banget")]


words = st.sampled_from(
    ["lambat", "Lama", "banget", "tidak", "é", "İ", "😤", "@a", "http://x.y/lambat", "\n", ",", "ß", "e\u0301"]
)


@pytest.mark.commands
@given(st.lists(st.tuples(words, st.sampled_from([" ", "", "  ", ".", "-", "\t"])), max_size=12))
def test_evidence_stands_where_it_says(pieces):
    """Whatever surrounds it, the evidence is the text between start and end."""
    text = "".join(word + gap for word, gap in pieces)
    found = by_words.code(pl.DataFrame({"key": ["x:1"], "text": [text]}), [BOOK])

    assert [text[start:end] for start, end in found.select("start", "end").iter_rows()] == found["evidence"].to_list()


@pytest.mark.commands
@given(st.text(max_size=40), st.sampled_from(["lambat", "lama banget"]), st.text(max_size=40))
def test_a_phrase_among_spaces_is_found(before, phrase, after):
    """Nothing before or after hides a phrase that stands alone."""
    text = f"{before} {phrase} {after}"
    texts = pl.Series([text])
    found = matches(stream(texts), compiled([phrase]))
    starts, ends = spans(texts, *(found[name].to_numpy() for name in ("row", "first", "last")))

    assert phrase in [text[start:end].lower() for start, end in zip(starts, ends, strict=True)]


def test_no_posts_give_no_codes():
    """Empty in, empty out, with the columns."""
    posts = pl.DataFrame(schema={"key": pl.String, "text": pl.String})

    assert by_words.code(posts, [BOOK]).schema == CODES
