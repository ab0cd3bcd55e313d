"""What every source keeps to: found by being there, tested by having a folder of fixtures."""

from __future__ import annotations

import functools
import gzip
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.importing import import_file

from suara.collect._fields import fields
from suara.collect._importing import recognise, sources
from suara.collect._input import Input
from suara.collect._json import documents
from suara.collect._mapping import beside
from suara.errors import SuaraError
from suara.posts import Corpus, Notice, Problem
from suara.posts.post import COUNTS, SCHEMA

FIXTURES = Path(__file__).parents[1] / "fixtures" / "collect"
FILES = [(name, path) for name in sources() for path in sorted((FIXTURES / name).glob("*")) if path.suffix != ".toml"]
UNTIMED = {"zeeschuimer_instagram"}  # sources of which some records have no time that can be taken for one

every_source = pytest.mark.parametrize(("name", "source"), sources().items(), ids=list(sources()))
every_file = pytest.mark.parametrize(("name", "path"), FILES, ids=[f"{name}-{path.name}" for name, path in FILES])

IDS = ["id", "author_id", "conversation", "reply_to", "reply_to_author_id", "repost_of", "repost_of_author_id"]
IDS += ["quote_of", "quote_of_author_id"]


def mapped_like(path: Path, copy: Path) -> Path:
    """A copy of a file, with the mapping of its columns beside it, if the file has one."""
    mapping = beside(path)
    if mapping is not None:
        shutil.copy(mapping, f"{copy}.toml")
    return copy


@every_source
def test_has_what_a_source_must_have(name: str, source: ModuleType) -> None:
    """A source says what it is and what it looks for, recognises and reads."""
    assert source.TITLE.strip()
    assert source.LOOKS_FOR.strip()
    assert callable(source.recognise)
    assert callable(source.read)
    assert source.CANNOT.strip()
    assert not source.TAKES & source.LEAVES
    assert set(SCHEMA) - {"platform", "source", "context"} >= source.TELLS >= {"id", "text"}


@every_source
def test_tells_what_it_says_it_tells(name: str, source: ModuleType, read_alone: Any) -> None:
    """The fields that a source is said to fill are those that its fixtures fill, no more and no less."""
    told = set()
    for path in (path for owner, path in FILES if owner == name):
        posts = read_alone(path).posts.drop("platform", "source", "context")
        told |= {column for column in posts.columns if _is_told(posts[column])}
    assert told == source.TELLS


def _is_told(column: pl.Series) -> bool:
    values = column.explode() if isinstance(column.dtype, pl.List) else column
    return values.null_count() < values.len()


@every_file
def test_knows_all_fields(name: str, path: Path) -> None:
    """Each field of the fixtures is taken, or left out on purpose."""
    assert fields(Input(path), sources()[name])[1] == []


TEXTS = [
    (name, path) for name, path in FILES if Input(path).kind in ("csv", "json")
]  # to which a field can be added here


@pytest.mark.parametrize(("name", "path"), TEXTS, ids=[f"{name}-{path.name}" for name, path in TEXTS])
def test_a_field_nobody_handles_is_reported(name: str, path: Path, file_of: Any) -> None:
    """What a platform adds one day is seen."""
    file = Input(path)
    if file.kind == "json":
        document = next(item for item in documents(file) if not isinstance(item, Problem))
        changed = msgspec.json.encode(msgspec.json.decode(document[1]) | {"kolom_baru": {"isi": 1}})
    else:
        first, *rest = path.read_bytes().decode(file.encoding, "replace").splitlines(keepends=True)
        changed = (first.rstrip("\r\n") + f"{file.delimiter}kolom_baru\n" + "".join(rest)).encode()
    assert fields(Input(mapped_like(path, file_of(changed))), sources()[name])[1] == ["kolom_baru"]


@every_source
def test_has_fixtures(name: str, source: ModuleType) -> None:
    """A source without fixtures isn't tested, so it needs some."""
    assert [path for owner, path in FILES if owner == name], f"no files in {FIXTURES / name}"


def test_every_fixture_folder_has_its_source() -> None:
    """A folder of fixtures whose source is gone tests nothing."""
    assert set(sources()) == {folder.name for folder in FIXTURES.iterdir()}


@every_file
def test_recognised_by_its_source_alone(name: str, path: Path) -> None:
    """A source recognises its own fixtures and none of the others'."""
    assert [name] == [other for other, source in sources().items() if source.recognise(Input(path))]


@every_file
def test_says_where_a_post_is_from(name: str, path: Path, read: Any) -> None:
    """Every post has a platform, an id of its own, and the name of the source that read it."""
    posts = read(path).posts
    assert posts.height
    assert posts["platform"].null_count() == 0
    assert {name} == set(posts["source"])
    assert (posts["id"].str.len_chars() > 0).all()
    assert posts["id"].n_unique() == posts.height


@every_file
def test_ids_are_whole(name: str, path: Path, read: Any) -> None:
    """No id that a spreadsheet has mangled (1.6E+18, 1.0) gets into a post, in whatever field; X has digits only."""
    posts = read(path).posts
    ids = pl.concat([posts[column].cast(pl.String) for column in IDS] + [posts["mention_ids"].explode()]).drop_nulls()
    assert ids.filter(ids.str.contains(r"^\d+[.,]\d*([eE]\+?\d+)?$")).to_list() == []
    if set(posts["platform"]) == {"x"}:
        assert ids.filter(~ids.str.contains(r"^\d+$")).to_list() == []


@every_file
def test_times_are_utc(name: str, path: Path, read: Any) -> None:
    """Times know that they are UTC, and each fixture's posts have one if their source can tell it."""
    posts = read(path).posts
    if "created_at" in sources()[name].TELLS and name not in UNTIMED:
        assert posts["created_at"].null_count() == 0
    for column in ("created_at", "collected_at"):
        assert {timedelta(0)} >= {at.utcoffset() for at in posts[column].drop_nulls()}, column


@every_file
def test_unknown_is_none(name: str, path: Path, read: Any) -> None:
    """What isn't told is None: never "", and never 0 (no fixture tells a 0)."""
    posts = read(path).posts
    texts = [column for column, dtype in posts.schema.items() if dtype == pl.String]
    lists = [column for column, dtype in posts.schema.items() if dtype == pl.List(pl.String)]
    assert [column for column in texts if (posts[column] == "").any()] == []
    assert [column for column in lists if (posts[column].explode() == "").any()] == []
    assert [column for column in COUNTS if (posts[column] == 0).any()] == []


@every_source
def test_some_counts_are_told_and_some_are_not(name: str, source: ModuleType, read: Any) -> None:
    """The fixtures of a source hold both, or the rule about None and 0 would be empty."""
    if "likes" not in source.TELLS:
        return
    for path in (path for owner, path in FILES if owner == name):
        posts = read(path).posts
    assert posts["likes"].null_count()
    assert posts["likes"].drop_nulls().len()


@every_file
def test_mentions_come_in_pairs(name: str, path: Path, read: Any) -> None:
    """Ids and handles of mentions are in step."""
    posts = read(path).posts
    assert posts["mention_ids"].list.len().to_list() == posts["mention_handles"].list.len().to_list()


@every_file
def test_handles_are_bare(name: str, path: Path, read: Any) -> None:
    """Handles have no @, hashtags no #."""
    posts = read(path).posts
    handles = [column for column in posts.columns if column.endswith("_handle")]
    assert [column for column in handles if posts[column].str.starts_with("@").any()] == []
    assert not posts["mention_handles"].explode().str.starts_with("@").any()
    assert not posts["hashtags"].explode().str.starts_with("#").any()


@every_file
def test_the_sum_is_right(name: str, path: Path, read: Any) -> None:
    """Read = imported + duplicates + rejected, and each is what the adapter gave and the corpus kept."""
    given = list(sources()[name].read(Input(path)))
    result = read(path)
    tally = result.tally
    assert tally.read == tally.imported + tally.duplicates + tally.rejected
    assert tally.read == len([item for item in given if not isinstance(item, Notice)]) - tally.refused
    assert tally.imported == result.posts.height
    assert len(result.problems) == tally.rejected + tally.refused


@every_file
def test_again_brings_nothing(name: str, path: Path, read: Any) -> None:
    """Importing a file twice imports nothing the second time and changes no post."""
    first = read(path)
    again = read(path)
    assert (again.tally.imported, again.tally.updated, again.tally.retimed) == (0, 0, 0)
    assert first.tally.read == again.tally.read
    assert first.posts.equals(again.posts)


@every_file
@pytest.mark.parametrize(
    "packed", [gzip.compress, functools.partial(pa.compress, codec="zstd", asbytes=True)], ids=["gzip", "zstd"]
)
def test_compressed_is_the_same(
    name: str, path: Path, packed: Callable[[bytes], bytes], read_alone: Any, file_of: Any
) -> None:
    """A compressed copy gives the same posts and the same problems, whatever its name."""
    plain, compressed = read_alone(path), read_alone(mapped_like(path, file_of(packed(path.read_bytes()))))
    assert plain.source == compressed.source
    assert plain.posts.equals(compressed.posts)
    assert plain.problems == compressed.problems
    assert plain.tally == compressed.tally


@pytest.mark.parametrize(
    "packed", [gzip.compress, functools.partial(pa.compress, codec="zstd", asbytes=True)], ids=["gzip", "zstd"]
)
def test_several_compressed_parts(packed: Callable[[bytes], bytes], read_alone: Any, file_of: Any) -> None:
    """Compressed files put one after the other are read to the end of the last."""
    raw = (FIXTURES / "x_api" / "flattened.jsonl").read_bytes()
    middle = raw.index(b"\n") + 1
    joined = read_alone(file_of(packed(raw[:middle]) + packed(raw[middle:])))
    assert read_alone("x_api/flattened.jsonl").posts.equals(joined.posts)


@every_file
@pytest.mark.parametrize("extension", [".txt", ".gz", ".json", ".csv", ""])
def test_name_does_not_matter(name: str, path: Path, extension: str, tmp_path: Path) -> None:
    """A file is told by what it holds, never by its name."""
    renamed = tmp_path / f"unduhan{extension}"
    shutil.copy(path, renamed)
    assert name == recognise(mapped_like(path, renamed))[0]


@every_file
def test_problems_say_where_and_why(name: str, path: Path, read: Any) -> None:
    """Each problem has its line, its reason and the record as it stands in the file."""
    last = len(path.read_bytes().splitlines()) if Input(path).kind in ("csv", "json") else 1 << 20
    for problem in read(path).problems:
        assert 1 <= problem.line <= last
        assert problem.reason
        assert problem.raw


@every_file
def test_invented(name: str, path: Path) -> None:
    """Fixtures are of invented people: every handle in them holds the word "contoh"."""
    posts = [post for post in sources()[name].read(Input(path)) if hasattr(post, "author_handle")]
    handles = {h for p in posts for h in (p.author_handle, p.reply_to_author_handle, *(p.mention_handles or [])) if h}
    assert [handle for handle in handles if "contoh" not in handle.lower()] == []


CUTS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=8)), min_size=1, max_size=4)


@pytest.mark.commands
@every_file
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=CUTS)
def test_damaged(name: str, path: Path, cuts: list[tuple[float, int, bytes]]) -> None:
    """A file with bytes lost, changed or put in, wherever it be, is read as far as it goes: no crash, a sum that is right."""
    content = path.read_bytes()
    for place, lost, put in cuts:
        at = int(place * len(content))
        content = content[:at] + put + content[at + lost :]
    with tempfile.TemporaryDirectory() as folder:
        damaged = Path(folder) / "berkas"
        damaged.write_bytes(content)
        mapped_like(path, damaged)
        corpus = Corpus(Path(folder) / "posts")
        with suppress(SuaraError):
            tally = import_file(damaged, recognise(damaged)[1], corpus)
            assert tally.read == tally.imported + tally.duplicates + tally.rejected
            assert tally.imported == corpus.read().height
