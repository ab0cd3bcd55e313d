"""Files that can't be read, aren't known, or are broken: which error, and what it says."""

from __future__ import annotations

import gzip
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.importing import import_file

from suara.collect._importing import recognise, recognise_all, sources
from suara.errors import BadRecord, FileError, SuaraError, UnknownFormat
from suara.posts import Corpus

ENTITIES = b'{"mentions":[{"username":"sari_contoh","start":3}]}'
TWEET = b'{"id":"1700000000000000001","text":"halo","author_id":"9000000001"}\n'
HARVEST = b"id_str,full_text,created_at,conversation_id_str,username\n"
TWITWI = b"id,timestamp_utc,user_screen_name,text,to_tweetid\n"


@pytest.mark.parametrize("content", [b"", b"\n\n \r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00" * 100])
def test_empty(content: bytes, file_of: Any) -> None:
    """A file with nothing in it is said to be empty."""
    with pytest.raises(FileError, match="is empty: nothing to import"):
        recognise(file_of(content))


def test_empty_but_compressed(file_of: Any) -> None:
    """A compressed nothing is nothing."""
    with pytest.raises(FileError, match="is empty"):
        recognise(file_of(gzip.compress(b"")))


def test_directory(tmp_path: Path) -> None:
    """A directory is refused, with what to write instead."""
    with pytest.raises(FileError, match="is a directory: name the files in it"):
        recognise(tmp_path)


def test_missing(tmp_path: Path) -> None:
    """A file that isn't there is named."""
    with pytest.raises(FileError, match=r"hilang\.csv isn't there: check the name"):
        recognise(tmp_path / "hilang.csv")


def test_not_readable(tmp_path: Path) -> None:
    """A file that can't be opened is said to be one."""
    path = tmp_path / "lingkar.csv"
    path.symlink_to(path)
    with pytest.raises(FileError, match=r"lingkar\.csv can't be read: "):
        recognise(path)


@pytest.mark.parametrize(
    "content",
    [
        b"nama,umur\nSari,30\n",
        b'{"nama":"Sari"}\n',
        b"[1, 2, 3]\n",
        b"[]\n",
        b"halo dunia",
        b"\x89PNG\r\n\x1a\n\x00\x01\rlain",
        b"PK\x03\x04\x14\x00\x06,\rxl/workbook.xml\r\n",
        b"id_str,full_text\rcreated_at,conversation_id_str\r1,halo\r",
        b"{" * 100_000,
        b"[" * 100_000,
        "nama,umur\nSari,30\n".encode("utf-16"),
    ],
    ids=["csv", "json", "numbers", "no page", "text", "png", "xlsx", "mac line ends", "deep", "deeper", "utf-16"],
)
def test_unknown(content: bytes, file_of: Any) -> None:
    """A file that no source knows is refused, and what it holds and what is known is said."""
    path = file_of(content)
    with pytest.raises(UnknownFormat) as caught:
        recognise(path)
    message = str(caught.value)
    assert str(path) in message
    assert [source for source in sources().values() if source.TITLE not in message] == []


def test_everything_wrong_is_said_at_once(file_of: Any, tmp_path: Path) -> None:
    """Of several files, all problems are said before anything is imported."""
    bad = [file_of(b"a,b\n", "satu"), tmp_path / "dua", file_of(b"", "tiga")]
    with pytest.raises(UnknownFormat) as caught:
        recognise_all([*bad, file_of(TWEET, "baik")])
    said = str(caught.value)
    assert [path for path in bad if str(path) not in said] == []
    assert said.splitlines()[-1].startswith(str(bad[0]))  # with all that is known
    assert "Known formats: " in said


def test_one_wrong_keeps_its_class(file_of: Any, tmp_path: Path) -> None:
    """A single problem is raised as it is."""
    with pytest.raises(FileError, match="isn't there"):
        recognise_all([file_of(TWEET), tmp_path / "hilang"])


@pytest.mark.parametrize(
    ("name", "line"), [("x_api/faults.jsonl", 2), ("tweet_harvest/faults.csv", 3), ("twitwi/posts.csv", 6)]
)
def test_strict_stops_at_the_first(name: str, line: int, read: Any, corpus: Corpus) -> None:
    """A strict import stops at the first broken record, says its line, and keeps nothing of the file."""
    with pytest.raises(BadRecord, match=rf"{name}, line {line}: "):
        read(name, strict=True)
    assert corpus.read().height == 0


@pytest.mark.parametrize("name", ["x_api/flattened.jsonl", "tweet_harvest/alphabetical.csv"])
def test_strict_takes_what_is_sound(name: str, read: Any, read_alone: Any) -> None:
    """A strict import of a sound file is no different."""
    assert read_alone(name).posts.equals(read(name, strict=True).posts)


def packed(name: str) -> bytes:
    rows = b"".join(
        b"%d,halo,2023-09-08T01:00:00.000Z,%d,warga_contoh\n" % (n, n) for n in range(10**18, 10**18 + 9999)
    )
    content = HARVEST + rows
    if name == "gzip, utf-16":
        content = content.decode().encode("utf-16")
    return pa.compress(content, codec="zstd", asbytes=True) if name == "zstd" else gzip.compress(content, 1)


@pytest.mark.parametrize("name", ["gzip", "gzip, utf-16", "zstd"])
def test_cut_off(name: str, read: Any, file_of: Any) -> None:
    """Of a compressed file that breaks off, what comes before is kept, and the break is told."""
    whole = packed(name)
    result = read(file_of(whole[: len(whole) * 9 // 10]))
    assert 0 < result.tally.imported < 9999
    # the row at which it breaks off may be there in part
    assert 1 <= result.tally.rejected <= 2
    assert "damaged or cut off after line" in result.problems[-1].reason


@pytest.mark.parametrize("name", ["gzip", "gzip, utf-16", "zstd"])
def test_cut_off_is_too_much_for_strict(name: str, read: Any, file_of: Any, corpus: Corpus) -> None:
    """A strict import of a file that breaks off keeps nothing."""
    whole = packed(name)
    with pytest.raises(BadRecord):
        read(file_of(whole[: len(whole) * 9 // 10]), strict=True)
    assert corpus.read().height == 0


@pytest.mark.parametrize("content", [b"\x1f\x8b", b"\x1f\x8b" + b"a" * 50, b"\x28\xb5\x2f\xfd" + b"a" * 50])
def test_damaged_from_the_start(content: bytes, file_of: Any) -> None:
    """What begins as a compressed file and is none is said to be damaged, or unknown, never more."""
    with pytest.raises((FileError, UnknownFormat)):
        recognise(file_of(content))


def test_progress_grows_to_the_end(file_of: Any, corpus: Corpus) -> None:
    """Progress is told in bytes of the file on disk, the last time all of them."""
    path = file_of(TWEET * 100)
    seen: list[int] = []
    import_file(path, sources()["x_api"], corpus, progress=seen.append)
    assert [path.stat().st_size] == seen


PIECES = st.sampled_from(
    [
        *(HARVEST, TWITWI, TWEET, b'{"data":[', TWEET.strip(), b"]}", b"\n", b"\r", b"\r\n", b",", b'"', b";", b"\x00"),
        *(b'{"data":[{"id":', b'"text":', b"null", b"1e999", b"-0", b'"\\ud800"', b"[", b"{", b"}", b":", b"\xff\xfe"),
        *(b"1700000000000000001", b"1.7E+18", b"2023-09-08T01:00:00.000Z", b"0001-01-01", b"nan", b"\xef\xbb\xbf"),
        *(b'"created_at"', b'"entities":' + ENTITIES, b'"includes":{}', b'"errors":[1]', b'"__twarc":{}', b"\xe9"),
    ]
)
BEGINNINGS = st.sampled_from(
    [b"", b"", TWEET, HARVEST, TWITWI, HARVEST.decode().encode("utf-16"), b'{"data":[{"id":"1",']
)
BYTES = st.builds(
    lambda beginning, rest: beginning + b"".join(rest),
    BEGINNINGS,
    st.lists(st.one_of(PIECES, st.binary(max_size=12)), max_size=25),
)


@settings(deadline=None, max_examples=400)
@given(
    content=BYTES, pack=st.sampled_from([bytes, gzip.compress, lambda b: gzip.compress(b)[:-9]]), strict=st.booleans()
)
def test_any_bytes(content: bytes, pack: Any, strict: bool) -> None:
    """Whatever a file holds, it is read or refused with an error for a person; nothing else ever comes of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "berkas"
        path.write_bytes(pack(content))
        corpus = Corpus(Path(folder) / "posts")
        with suppress(SuaraError):
            _, source = recognise(path)
            tally = import_file(path, source, corpus, strict=strict)
            assert tally.imported == corpus.read().height


@pytest.mark.commands
@settings(deadline=None, max_examples=300)
@given(content=st.binary(max_size=200), name=st.sampled_from(sorted(sources())))
def test_any_bytes_in_any_source(content: bytes, name: str) -> None:
    """Even what a source has wrongly recognised doesn't break it once its beginning is right."""
    fixture = min((Path(__file__).parents[1] / "fixtures" / "collect" / name).iterdir())
    beginning = b"".join(
        fixture.read_bytes().splitlines(keepends=True)[:2]
    )  # as text: a header and a row, or two lines
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "berkas"
        path.write_bytes(beginning + content)
        with suppress(SuaraError):
            import_file(path, sources()[name], Corpus(Path(folder) / "posts"))


@pytest.mark.parametrize(("ending", "command"), [(".dna", "suara statements import"), (".qdpx", "suara refi import")])
def test_files_of_coders_are_for_other_commands(file_of: Any, ending: str, command: str) -> None:
    """Which is said."""
    with pytest.raises(UnknownFormat, match=command):
        recognise(file_of(b"SQLite format 3\x00" + bytes(200), f"debat{ending}"))
