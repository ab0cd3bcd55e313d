"""Texts as words: as written and as meant, and where they stand."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.coding._meant import meant_of, stems_of
from suara.coding.own import own_text
from suara.coding.words import HIDDEN, stems, stream, words


def meant(*written: str) -> list[str]:
    return meant_of(pl.Series(written)).to_list()


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("gak", "tidak"),
        ("gabisa", "tidak bisa"),
        ("lamaaaa", "lama"),
        ("kereenn", "keren"),
        ("syaratnya", "syarat"),
        ("rumahku", "rumah"),
        ("berbelit2", "berbelit belit"),
        ("lama2", "lama lama"),
        ("dilayanin", "dilayani"),
        ("dijamin", "dijamin"),
        ("ngupas", "kupas"),
        ("𝗹𝗮𝗺𝗯𝗮𝘁", "lambat"),
        ("👍🏽", "👍"),
        ("don't", "do not"),
        ("tanya", "tanya"),
        ("ditanya", "ditanya"),
        ("mungkin", "mungkin"),
        ("admin", "admin"),
        ("xyzzy", "xyzzy"),
        ("https", "https"),
    ],
)
def test_words_mean(written, means):
    """Abbreviations, slang, repeated letters, clitics, reduplication, look-alikes; what nothing explains stays."""
    assert meant(written) == [means]


@pytest.mark.parametrize(
    ("word", "stem"),
    [("pelayanan", "layan"), ("melayani", "layan"), ("keterlambatan", "lambat"), ("menulis", "tulis"), ("abc", "abc")],
)
def test_stems(word, stem):
    """By Sastrawi's rules on our own roots."""
    assert stems_of(pl.Series([word])).to_list() == [stem]


def test_several_words_are_stemmed_one_by_one():
    """A spelling may mean several words."""
    assert stems(pl.Series(["tidak melayani", None])).to_list() == ["tidak layan", None]


letters = st.text(alphabet=st.sampled_from("abiklmnpstuAÉİß2'’😡👍\u0301 \n.,!?:#@_-\ue000\ue001 /https"), max_size=40)


@given(st.lists(letters, max_size=5))
def test_words_stand_where_they_say(texts):
    """The text between start and end is the word as it was written, and words are in order."""
    found = words(pl.Series(texts, dtype=pl.String))

    for row, at, start, end, word in found.select("row", "at", "start", "end", "word").iter_rows():
        assert texts[row][start:end].lower() == word
        assert at >= 0
    assert found.select(pl.struct("row", "start").is_sorted()).item() or found.height < 2
    assert found.select("row", "at").is_unique().all()


@given(st.lists(letters, max_size=4), st.lists(letters, max_size=4))
def test_a_text_has_its_words_whatever_stands_beside_it(some, others):
    """Texts don't change each other's words."""
    alone = words(pl.Series(some, dtype=pl.String)).drop("clause")
    together = words(pl.Series(some + others, dtype=pl.String)).filter(pl.col("row") < len(some)).drop("clause")

    assert alone.equals(together)


@given(st.lists(st.text(max_size=12), min_size=1, max_size=8, unique=True))
def test_what_a_word_means_is_settled(spellings):
    """It never depends on the other words, and there is one meaning a word."""
    together = meant_of(pl.Series(spellings))

    assert len(together) == len(spellings)
    assert together[0] == meant_of(pl.Series(spellings[:1]))[0]


def test_links_mentions_and_others_words_are_hidden():
    """They are one word each that isn't told."""
    found = stream(pl.Series([f"@orang_contoh lama https://contoh.id/lama {HIDDEN * 5}"]))

    assert found.vocabulary.gather(found.word).to_list() == [HIDDEN, "lama", HIDDEN, HIDDEN]


def own(text: str, **of: str | None) -> str:
    quoted = {
        "platform": "x",
        "id": "2",
        "text": "antrean di loket lima jam lamanya",
        "quote_of": None,
        "reply_to": None,
    }
    post = {"platform": "x", "id": "1", "text": text, "quote_of": None, "reply_to": None} | of
    return own_text(pl.DataFrame([post, quoted]))[0].replace(HIDDEN, "_")


@pytest.mark.parametrize(
    ("text", "of", "left"),
    [
        ("benar RT @a_contoh: lambat", {}, "benar" + "_" * 21),
        ("RT @a_contoh: lambat", {}, "_" * 20),
        ("start @a_contoh: lambat", {}, "start @a_contoh: lambat"),
        ("nah: antrean di loket lima jam lamanya!", {"quote_of": "2"}, "nah: " + "_" * 33 + "!"),
        ("nah: antrean di loket lima jam lamanya!", {"reply_to": "2"}, "nah: " + "_" * 33 + "!"),
        ("nah: antrean di loket lima jam lamanya!", {}, "nah: antrean di loket lima jam lamanya!"),
        ("😡é antrean di loket lima jam lamanya", {"quote_of": "2"}, "😡é " + "_" * 33),
    ],
)
def test_others_words_are_nobodys_twice(text, of, left):
    """What is passed on or quoted word for word is hidden, one character for one."""
    assert own(text, **of) == left
    assert len(own(text, **of)) == len(text)


def test_unknown_texts_stay_unknown():
    """A post without a text has none afterwards."""
    post = {"platform": "x", "id": "1", "text": None, "quote_of": None, "reply_to": None}

    assert own_text(pl.DataFrame([post], schema_overrides={"text": pl.String})).to_list() == [None]
