"""A codebook as TOML: it reads back as what it was, whatever it holds."""

import tomllib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.coding.codebook import Code, Codebook, bundled, load
from suara.coding.codebook_toml import written
from suara.errors import DataError

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
BY_LANGUAGE = st.dictionaries(st.one_of(st.sampled_from(["id", "en"]), TEXTS), TEXTS, max_size=3)
CODES = st.builds(
    Code,
    id=TEXTS,
    label=BY_LANGUAGE,
    definition=BY_LANGUAGE,
    source=TEXTS,
    parent=st.none() | TEXTS,
    survey_share=st.none() | st.floats(allow_nan=False),
    phrases=st.dictionaries(TEXTS, st.lists(TEXTS, max_size=9), max_size=2),
    patterns=st.lists(TEXTS | st.sampled_from([r"https?://\S+", r"\bid'\d+"]), max_size=2),
    exclude=st.lists(TEXTS, max_size=9),
    negated=st.none() | TEXTS,
    residual=st.booleans(),
)
BOOKS = st.builds(
    Codebook,
    name=TEXTS,
    version=TEXTS,
    title=BY_LANGUAGE,
    source=TEXTS,
    of=st.sampled_from(["people", "agencies", "all"]),
    exclusive=st.booleans(),
    codes=st.lists(CODES, max_size=3),
)


def read(text: str) -> Codebook:
    return msgspec.convert(tomllib.loads(text), Codebook)


@pytest.mark.parametrize("name", bundled())
def test_bundled_codebooks_come_back(name):
    """With all their phrases, in lines that an editor shows."""
    book = load(name)
    text = written(book)

    assert read(text) == book
    assert [line for line in text.splitlines() if line.startswith("    ") and '", "' in line and len(line) > 130] == []


@given(BOOKS)
def test_any_codebook_comes_back(book):
    """Quotes, backslashes, control characters, empty texts and odd languages included."""
    assert read(written(book)) == book


def test_every_field_is_told():
    """A new field of a code or codebook is written without a change here."""
    told = {field.encode_name for field in msgspec.structs.fields(Code)}
    code = Code(
        id="a", label={"id": "x"}, definition={"id": "x"}, source="s", parent="p", survey_share=1.0, phrases={"id": ["x"]},
        patterns=["x"], exclude=["x"], negated="n", residual=True,
    )  # fmt: skip

    assert set(tomllib.loads(written(Codebook(name="own", codes=[code])))["code"][0]) == told


def test_patterns_read_as_they_are_meant():
    """Without doubled backslashes, where TOML allows that."""
    assert r"patterns = ['https?://\S+']" in written(
        Codebook(name="own", codes=[Code(id="a", patterns=[r"https?://\S+"])])
    )


def test_half_a_surrogate_pair_is_named():
    """No file can hold it."""
    with pytest.raises(DataError, match="half of a surrogate pair"):
        written(Codebook(name="own", codes=[Code(id="a", label={"id": "x\ud800"})]))
