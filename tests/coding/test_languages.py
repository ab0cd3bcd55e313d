"""Languages as data: well-formed, without contradiction, and of one voice with the code that reads them."""

import re
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.coding import language
from suara.coding._meant import meant_of, stems_of

LANGUAGES = {name: language._language(name) for name in language.names()}
KEYS = {key: name for name, rules in LANGUAGES.items() for key in rules.meant}
VALUES = {word for rules in LANGUAGES.values() for value in rules.meant.values() for word in value.split()}
ROOTS = (language.BUNDLED / "id_roots.txt").read_text(encoding="utf-8").splitlines()

each_language = pytest.mark.parametrize("name", LANGUAGES)


def meant(*words: str) -> list[str]:
    return meant_of(pl.Series(words, dtype=pl.String)).to_list()


@each_language
def test_a_file_is_of_the_language_it_is_named_for(name):
    """And tells what words mean, what denies and what says little."""
    rules = LANGUAGES[name]

    assert rules.language == name
    assert rules.meant
    assert rules.negators
    assert rules.fillers
    assert rules.stop_words


@each_language
def test_words_on_the_left_are_as_the_code_looks_them_up(name):
    """Lower case, one word, no letter three times in a row, of letters, digits, apostrophes and hyphens."""
    for key in LANGUAGES[name].meant:
        assert key == key.strip().lower()
        assert re.fullmatch(r"\w[\w'-]*", key), key
        assert not re.search(r"([a-z])\1\1", key), key


@each_language
def test_words_on_the_right_are_plain(name):
    """Lower case, one space between, and something else than what stands on the left."""
    for key, value in LANGUAGES[name].meant.items():
        assert value == " ".join(value.lower().split()), key
        assert re.fullmatch(r"[a-z ]+", value), key
        assert value != key


def test_what_a_word_means_needs_no_second_look():
    """No word on the right, in any language, stands on the left."""
    assert sorted(VALUES & KEYS.keys()) == []


def test_no_word_means_two_things():
    """A key of one language isn't one of the other, where both would be right."""
    assert len(KEYS) == sum(len(rules.meant) for rules in LANGUAGES.values())


@each_language
@pytest.mark.parametrize("field", ["negators", "fillers", "stop_words", "endings"])
def test_lists_are_as_meant_and_without_repetition(name, field):
    """What denies, fills, ends or says little is looked for among words as meant."""
    words = getattr(LANGUAGES[name], field)

    assert [word for word in words if word in KEYS] == []
    assert len(set(words)) == len(words)
    assert all(word == word.lower() and " " not in word for word in words)


@each_language
def test_a_negator_is_no_filler(name):
    """Fillers are passed over, negators are not."""
    everywhere = {word for rules in LANGUAGES.values() for word in rules.fillers}

    assert everywhere.isdisjoint(LANGUAGES[name].negators)


@each_language
def test_no_word_on_the_left_is_common_in_another_language(name):
    """Posts mix languages: "so" must stay English and "dong" Indonesian."""
    others = {word for other, rules in LANGUAGES.items() if other != name for word in rules.stop_words}

    assert [key for key in LANGUAGES[name].meant if key in others] == []


def test_roots_are_sorted_and_unique():
    """One word of lower-case letters a line, none of them a short form."""
    assert len(ROOTS) > 2_000
    assert all(before < after for before, after in pairwise(ROOTS))
    assert all(re.fullmatch(r"[a-z]{2,}", root) for root in ROOTS)
    assert [root for root in ROOTS if root in KEYS] == []


def test_the_code_gives_what_the_file_says():
    """Whatever else the code does to words."""
    assert dict(zip(KEYS, meant(*KEYS), strict=True)) == {key: language.rules().meant[key] for key in KEYS}


def test_words_as_meant_stay_as_they_are():
    """Meaning is worked out once: to do so again changes nothing."""
    words = sorted(VALUES.union(ROOTS))

    assert meant(*words) == words


def test_a_root_is_its_own_stem():
    """Or the stemmer would take off what belongs to it."""
    assert stems_of(pl.Series(ROOTS)).to_list() == ROOTS


STRETCHED = [key for key in KEYS if key[-1] in "aeiou" and key + key[-1] not in {*KEYS, *language.known()}]


@given(st.sampled_from(sorted(STRETCHED)), st.integers(3, 8))
def test_stretched_short_forms_are_found(key, times):
    """Whoever stretches "gak" or "bgt" means no other word; unless that is one with two letters ("u" and "uu")."""
    assert meant(key + key[-1] * times) == [language.rules().meant[key]]


@pytest.mark.parametrize(
    ("written", "as_meant"),
    [
        ("gak", "tidak"),
        ("blm", "belum"),
        ("yg", "yang"),
        ("dgn", "dengan"),
        ("krn", "karena"),
        ("utk", "untuk"),
        ("bgmn", "bagaimana"),
        ("knp", "kenapa"),
        ("bgt", "banget"),
        ("skrg", "sekarang"),
        ("tlg", "tolong"),
        ("mimin", "admin"),
        ("gabisa", "tidak bisa"),
        ("gaada", "tidak ada"),
        ("gue", "saya"),
        ("dapet", "dapat"),
        ("ora", "tidak"),
        ("kumaha", "bagaimana"),
        ("lemot", "lambat"),
        ("antri", "antre"),
        ("resiko", "risiko"),
        ("tks", "thanks"),
        ("pls", "please"),
        ("dont", "do not"),
        ("can't", "can not"),
        # words that the rules could take for others
        ("maluku", "maluku"),
        ("merak", "merak"),
        ("selaku", "selaku"),
        ("masukan", "masukan"),
        ("make", "make"),
        ("dijamin", "dijamin"),
        ("sayangnya", "sayangnya"),
        ("ppkm", "ppkm"),
        ("rt", "rt"),
        ("asap", "asap"),
    ],
)
def test_what_people_write(written, as_meant):
    """Short forms, slang, loans from Javanese and Sundanese, English; and words that only look like such."""
    assert meant(written) == [as_meant]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("pelayanan", "layan"),
        ("mengantre", "antre"),
        ("keterlambatan", "lambat"),
        ("dibayar", "bayar"),
        ("perbaikan", "baik"),
        ("kerusakan", "rusak"),
        ("perawatan", "rawat"),
        ("bekasi", "bekasi"),
        ("kebijakan", "kebijakan"),
        ("pengalaman", "pengalaman"),
    ],
)
def test_stems(word, stem):
    """By our own roots; words that hide another one are roots themselves."""
    assert stems_of(pl.Series([word])).to_list() == [stem]
