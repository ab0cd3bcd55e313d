"""Codebooks as REFI-QDA: out and in is the same, edited on the way keeps the phrases, and others' are understood."""

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.refi_rules import check_codebook

from suara.coding import codebook_toml
from suara.coding.codebook import Code, Codebook, bundled, load
from suara.coding.refi import codebooks
from suara.coding.refi._guids import guid
from suara.coding.refi._reading import read as read_xml
from suara.coding.refi._understood import understood
from suara.errors import DataError, FileError

NS = "urn:QDA-XML:codebook:1.0"
ONE, TWO, THREE = (f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))
BOOK = Codebook(
    name="own",
    title={"id": "Buku sendiri", "en": "Own book"},
    source="invented",
    of="all",
    codes=[
        Code(
            id="slow",
            label={"id": "Lambat", "en": "Slow"},
            definition={"id": "Terlalu lama."},
            phrases={"id": ["lemot"]},
        ),
        Code(id="late", label={"id": "Telat", "en": "Late"}, parent="slow", patterns=[r"\btelat\b"], negated="slow"),
    ],
)


def read(folder: Path, data: bytes | str, name: str = "file.qdc", **more) -> list[Codebook]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return codebooks.read(path, **more).books


def qdc(inside: str, attributes: str = "") -> str:
    return f'<CodeBook xmlns="{NS}" {attributes}><Codes>{inside}</Codes></CodeBook>'


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("name", bundled())
def test_bundled_codebooks_come_back(name, lang, tmp_path):
    """All of each, whichever language its names went out in; and the file keeps the standard's rules."""
    book = load(name)
    data = codebooks.written([book], lang=lang)
    root = check_codebook(data)

    assert read(tmp_path, data, lang="id") == [book]
    assert len(list(root.iter("Code"))) == len(book.codes) + 1
    names = {code.label[lang] for code in book.codes}
    assert names <= {element.get("name") for element in root.iter("Code")}


def test_all_codebooks_in_one_file_come_back(tmp_path):
    """Each is a folder of its own."""
    books = [*map(load, bundled()), BOOK]

    assert read(tmp_path, codebooks.written(books)) == books


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
CODES = st.builds(
    Code,
    id=TEXTS.filter(str.strip),
    label=st.dictionaries(st.sampled_from(["id", "en"]), TEXTS, max_size=2),
    definition=st.dictionaries(st.sampled_from(["id", "en"]), TEXTS, max_size=2),
    phrases=st.dictionaries(st.sampled_from(["id", "en"]), st.lists(TEXTS, max_size=3), max_size=2),
)


@given(
    st.lists(CODES, min_size=1, max_size=5, unique_by=lambda code: code.id), st.data(), st.sampled_from(["id", "en"])
)
def test_any_codebook_comes_back(codes, data, lang):
    """Whatever its texts hold, and whichever code lies under which."""
    for i, code in enumerate(codes[1:], 1):
        code.parent = data.draw(st.none() | st.sampled_from([other.id for other in codes[:i]]))
    book = Codebook(name="own", codes=codes)
    written = codebooks.written([book], lang=lang)
    check_codebook(written)

    assert understood(read_xml(io.BytesIO(written), "it"), "it", "it").books == [book]


def test_the_same_codebook_gives_the_same_file():
    """GUIDs and colours follow from the content."""
    assert codebooks.written([BOOK]) == codebooks.written([BOOK])
    assert codebooks.written([BOOK]).count(guid("code", "own", "slow").encode()) == 2  # the code, and the set's member


def test_codes_lie_in_one_another():
    """As `parent` says, under a folder that nobody codes with."""
    root = check_codebook(codebooks.written([BOOK], lang="en"))
    folder = root.find("Codes/Code")
    assert folder is not None
    assert (folder.get("name"), folder.get("isCodable")) == ("Own book", "false")
    assert [code.get("name") for code in folder.iterfind("Code/Code")] == ["Late"]
    assert folder.findtext("Code/Description") == "Terlalu lama."


def edited(**changes: str) -> bytes:
    text = codebooks.written([BOOK], lang="en").decode()
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)  # the set has the old text too
    return text.encode()


def test_what_was_edited_on_the_way_keeps_its_phrases(tmp_path):
    """A new name and definition, in the language of the names; a code taken out; a code added."""
    data = edited(**{'name="Slow"': 'name="Sluggish"', "Terlalu lama.": "It takes long."}).decode()
    data = re.sub(
        r'<Code guid="[^"]*" name="Late"[^>]*/>', f'<Code guid="{ONE}" name="Too late" isCodable="true"/>', data
    )
    (book,) = read(tmp_path, data)

    assert [(code.id, code.label, code.parent) for code in book.codes] == [
        ("slow", {"id": "Lambat", "en": "Sluggish"}, None),
        ("too_late", {"en": "Too late"}, "slow"),
    ]
    assert book.codes[0].phrases == {"id": ["lemot"]}
    assert book.codes[0].definition == {"id": "Terlalu lama.", "en": "It takes long."}


def test_programs_that_make_new_guids_lose_nothing(tmp_path):
    """Codes are then known by their names."""
    made = iter(f"{n:08x}-0000-4000-8000-000000000000" for n in range(1000))
    data = re.sub(r'guid="[^"]*"', lambda found: f'guid="{next(made)}"', codebooks.written([BOOK], lang="en").decode())

    assert read(tmp_path, data) == [BOOK]


def test_programs_that_drop_sets_lose_phrases_but_of_known_codebooks(tmp_path):
    """Those are known again by their GUIDs, where these are kept."""
    bare = re.sub(r"<Sets>.*</Sets>", "", codebooks.written([BOOK], lang="en").decode(), flags=re.DOTALL)
    (book,) = read(tmp_path, bare)

    assert [(code.id, code.phrases, code.parent) for code in book.codes] == [("slow", {}, None), ("late", {}, "slow")]
    assert book.title == {"id": "Own book"}
    assert read(tmp_path, bare, known=[BOOK]) == [BOOK]


def test_programs_that_flatten_codes_lose_their_order_only(tmp_path):
    """Codes are known by their GUIDs, or by names that one codebook has."""
    text = codebooks.written([BOOK], lang="en").decode()
    flat = re.findall(r'<Code guid="[^"]*" name="(?:Slow|Late)"', text)
    codes = "".join(f'{each} isCodable="true"/>' for each in flat)
    (book,) = read(tmp_path, qdc(codes), known=[BOOK])
    assert book == Codebook(
        **{field: getattr(BOOK, field) for field in ("name", "title", "source", "of")}, codes=book.codes
    )
    assert [(code.id, code.parent, code.phrases) for code in book.codes] == [
        ("slow", None, {"id": ["lemot"]}),
        ("late", None, {}),
    ]
    (tmp_path / "new.qdc").write_text(qdc(f'<Code guid="{ONE}" name="Telat" isCodable="true"/>'))

    assert codebooks.read(tmp_path / "new.qdc", known=[BOOK]).topics == {ONE: ("own", "late")}
    other = Codebook(name="other", codes=[Code(id="x", label={"id": "Telat"})])
    assert codebooks.read(tmp_path / "new.qdc", known=[BOOK, other]).topics == {ONE: ("new", "telat")}


def test_others_codebooks_are_understood(tmp_path):
    """Braces around GUIDs, no colours, capitals, folders, five deep, names that come again, and no letters at all."""
    deep = "".join(
        f'<Code guid="{{{n:08X}-0000-4000-8000-000000000000}}" name="Layanan {n}" isCodable="true">' for n in range(5)
    )
    data = qdc(
        f'<Code guid="{{{ONE}}}" name="Pelayanan (Café)" isCodable="false"><Description> Segala\nhal. </Description>'
        f'<Code guid="{TWO}" name="Layanan 1" isCodable="true" color="#F00"/></Code>{deep}{"</Code>" * 5}'
        f'<Code guid="{THREE}" name="服務" isCodable="true"/>',
        'origin="NVivo 14"',
    )
    (book,) = read(tmp_path, data, "Buku Kode.qdc", lang="en")

    assert (book.name, book.source) == ("buku_kode", "imported from NVivo 14")
    assert [(code.id, code.parent) for code in book.codes] == [
        ("pelayanan_cafe", None), ("layanan_1", "pelayanan_cafe"), ("layanan_0", None), ("layanan_1_2", "layanan_0"),
        ("layanan_2", "layanan_1_2"), ("layanan_3", "layanan_2"), ("layanan_4", "layanan_3"), ("code", None),
    ]  # fmt: skip
    assert (book.codes[0].label, book.codes[0].definition) == ({"en": "Pelayanan (Café)"}, {"en": "Segala\nhal."})
    assert book.codes[-1].label == {"en": "服務"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1"])
def test_encodings_are_understood(encoding, tmp_path):
    """With a byte order mark or without, if the file says which."""
    said = "utf-16" if encoding.startswith("utf-16") else encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{said}"?>' + qdc(f'<Code guid="{ONE}" name="Keramahan é" isCodable="true"/>')
    (book,) = read(tmp_path, text.encode(encoding))

    assert book.codes[0].label == {"id": "Keramahan é"}


def test_an_imported_codebook_can_be_used(tmp_path):
    """Its TOML is taken by the program."""
    (book,) = read(tmp_path, codebooks.written([BOOK]))
    (tmp_path / "own.toml").write_text(codebook_toml.written(book), encoding="utf-8")

    assert load(tmp_path / "own.toml") == BOOK


def test_broken_settings_are_named_with_their_line(tmp_path):
    """Who has edited the set's description by hand is told so."""
    data = edited(**{'name = "own"': "name = "})

    with pytest.raises(DataError, match=r"file\.qdc, line \d+: the description of the set 'suara: own' should be"):
        read(tmp_path, data)


def test_codes_in_a_circle_are_refused():
    """Rather than written without end."""
    codes = [Code(id="a", parent="b"), Code(id="b", parent="a")]

    with pytest.raises(DataError, match="go in a circle"):
        codebooks.written([Codebook(name="own", codes=codes)])


def test_files_that_are_not_there_are_named(tmp_path):
    """For reading and for writing."""
    with pytest.raises(FileError, match=r"nosuch\.qdc can't be read"):
        codebooks.read(tmp_path / "nosuch.qdc")
    with pytest.raises(FileError, match="can't be written"):
        codebooks.write([BOOK], tmp_path / "nosuch" / "file.qdc")


def test_a_codebook_without_codes_is_none(tmp_path):
    """There is nothing to take over."""
    with pytest.raises(DataError, match="has no codes"):
        read(tmp_path, f'<CodeBook xmlns="{NS}"><Codes/></CodeBook>')


@pytest.mark.real_data
def test_files_of_other_programs_are_read(real_data):
    """Whatever of them is at hand: each says something, and nothing in it is a surprise."""
    files = sorted((real_data / "refi-qda").glob("*.qd[cp]*"))
    if not files:
        pytest.skip("real data isn't there: no files of other programs")
    for file in files:
        document = codebooks.document_in(file)
        assert document.kind in ("CodeBook", "Project")
        assert document.codes or document.users
