"""Codebooks: what comes with suara, what a user adds, and what is wrong with a file."""

from pathlib import Path

import pytest

from suara.coding import codebook
from suara.errors import DataError

SURVEY = {
    "complicated_requirements": 11.4,
    "slow_service": 11.3,
    "lack_of_transparency": 9.7,
    "red_tape": 9.3,
    "inadequate_facilities": 8.6,
    "high_cost": 8.4,
    "not_as_promised": 6.2,
    "illegal_levies": 4.8,
    "unclear_procedure": 3.8,
    "unresponsive": 3.6,
    "poor_staff": 3.0,
    "unfriendly_service": 2.7,
    "other": 5.1,
    "no_answer": 12.3,
}


def written(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_complaints_are_the_fourteen_of_the_survey():
    """The codes of the complaints codebook carry the survey's shares."""
    book = codebook.load("complaints")

    assert {code.id: code.survey_share for code in book.codes} == SURVEY


def test_every_code_has_labels_and_definitions_in_both_languages():
    """No label or definition is missing or empty."""
    for code in codebook.load("complaints").codes:
        assert {"id", "en"} == code.label.keys() == code.definition.keys()
        assert all(code.label.values())
        assert all(code.definition.values())


def test_every_code_but_no_answer_has_phrases_in_both_languages():
    """A code that no phrase tells would never be found."""
    for code in codebook.load("complaints").codes:
        assert (code.id == "no_answer") != bool(code.phrases["id"] and code.phrases["en"])


def test_own_codebook_extends_a_bundled_one(tmp_path):
    """`extends` adds phrases to known codes and new codes, keeps the name, and moves a phrase that it claims."""
    path = written(
        tmp_path,
        """
name = "complaints"
version = "mine"
extends = "complaints"
[[code]]
id = "slow_service"
phrases = { id = ["lemod"] }
[[code]]
id = "parking"
label = { id = "Parkir", en = "Parking" }
phrases = { id = ["parkir ... penuh"] }
""",
    )
    book = codebook.load(path)
    codes = {code.id: code for code in book.codes}

    assert book.name == "complaints"
    assert "lemod" in codes["slow_service"].phrases["id"]
    assert "lambat" in codes["slow_service"].phrases["id"]
    assert list(codes)[-1] == "parking"
    assert "parkir ... penuh" not in codes["inadequate_facilities"].phrases["id"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name = ", "isn't TOML"),
        ('name = "x"', "no [[code]]"),
        ('name = "x"\n[[code]]\nid = "a"\n[[code]]\nid = "a"', "'a' stands there twice"),
        ('name = "x"\n[[code]]\nid = "a"\nphrase = ["b"]', "phrase"),
        ('name = "x"\n[[code]]\nid = 5', "id"),
        (
            'name = "x"\n[[code]]\nid = "a"\nphrases = {id = ["w"]}\n[[code]]\nid = "b"\nphrases = {id = ["W"]}',
            "'W' stands under 'a' and 'b'",
        ),
        ('name = "x"\n[[code]]\nid = "a"\nphrases = {id = ["("]}', "code 'a': '(' is no phrase"),
        ('name = "x"\nextends = "nobody"\n[[code]]\nid = "a"', "no bundled codebook"),
    ],
)
def test_broken_codebooks_are_named(tmp_path, text, told):
    """The message names the file and what is wrong with it."""
    path = written(tmp_path, text)

    with pytest.raises(DataError) as caught:
        codebook.load(path)

    assert str(path) in str(caught.value)
    assert told in str(caught.value)


def test_unknown_codebook_says_what_there_is():
    """A name that is neither bundled nor a file."""
    with pytest.raises(DataError, match="complaints"):
        codebook.load("nosuch")
