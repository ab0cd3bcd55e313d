"""A table by its mapping: field by field, what is refused, and what is said of it."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import suara
from suara.collect._importing import read_file, recognise, without_mappings
from suara.collect._input import Input
from suara.collect._mapping import FIELDS as FIELDS_OF_POSTS
from suara.errors import DataError, UnknownFormat
from suara.posts import Notice

FIXTURES = Path(__file__).parents[1] / "fixtures" / "collect" / "table"
WEB = 'platform = "web"\n[columns]\ntext = "isi"\n'


FIELDS = sorted(FIELDS_OF_POSTS - {"platform"})


def table(tmp_path: Path, content: str, mapping: str, name: str = "tabel.csv") -> Path:
    """A table with its mapping beside it."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    Path(f"{path}.toml").write_text(mapping, encoding="utf-8")
    return path


def posts_of(path: Path, mapping: Path | None = None) -> list[dict[str, Any]]:
    return reading(path, mapping).posts.to_dicts()


def reading(path: Path, mapping: Path | None = None) -> Any:
    name, source = recognise(path, mapping)
    assert name == "table"
    return read_file(path, source, mapping=mapping)


def kinds(notices: list[Notice]) -> dict[str, int]:
    return {notice.kind: notice.count for notice in notices}


def test_field_by_field(read: Any) -> None:
    """Each column comes to its field: counts with points, times of a zone, ids that were floats, lists."""
    post = read("table/kiriman.csv").post("401")
    expected = {
        "platform": "x",
        "id": "1700000000000000401",
        "url": "https://x.example/1700000000000000401",
        "author_id": "9000000041",
        "author_handle": "warga_contoh",
        "author_name": "Warga Contoh",
        "author_followers": 1250,
        "author_verified": True,
        "text": "@air_contoh air di blok C keruh & berbau\nsudah tiga hari #airkeruh",
        "lang": "in",
        "created_at": datetime(2024, 8, 5, 2, 30, tzinfo=UTC),
        "conversation": "1700000000000000401",
        "reply_to": None,
        "reply_to_author_id": None,
        "reply_to_author_handle": None,
        "repost_of": None,
        "repost_of_author_id": None,
        "repost_of_author_handle": None,
        "quote_of": None,
        "quote_of_author_id": None,
        "quote_of_author_handle": None,
        "mention_ids": ["9000000042"],
        "mention_handles": ["air_contoh"],
        "hashtags": ["airkeruh"],
        "links": ["https://foto.example/1"],
        "likes": 12000,
        "reposts": 3,
        "replies": 1,
        "quotes": 2,
        "views": 1204,
        "place": "Kelurahan Contoh",
        "collected_at": datetime(2024, 8, 6, tzinfo=UTC),
        "source": "table",
        "context": False,
    }
    assert expected == post


def test_times_in_indonesian(read: Any) -> None:
    """A month in Indonesian, and the zone that stands behind the time."""
    assert read("table/kiriman.csv").post("402")["created_at"] == datetime(2024, 8, 5, 3, 5, tzinfo=UTC)


def test_faults(read: Any) -> None:
    """Mangled ids, times that can't be, unknown platforms and counts that are none: each is told."""
    result = read("table/kiriman.csv")
    assert result.told == [(6, "reply_to"), (7, None), (9, None), (10, None), (11, "likes")]
    assert [problem.kind for problem in result.problems] == [
        *("mangled_id", "mangled_id", "impossible_time", "broken", "broken")
    ]
    assert result.post("404")["quote_of"] == "1700000000000000401"


def test_a_ticket_and_its_answer(read: Any) -> None:
    """A ticket is a post to its agency; what the agency did is that agency's answer."""
    result = read("table/aduan.xlsx")
    ticket, answer = result.post("24-0801"), result.post("24-0801/1")
    assert (ticket["text"], ticket["mention_handles"]) == (
        "Jalan rusak\nlubang besar di depan pasar",
        ["Dinas PU Contoh"],
    )
    assert (ticket["created_at"], ticket["place"]) == (datetime(2024, 8, 5, 2, 30, tzinfo=UTC), "Kelurahan Contoh")
    assert (answer["reply_to"], answer["conversation"]) == ("24-0801", "24-0801")
    assert (answer["author_handle"], answer["text"]) == ("Dinas PU Contoh", "sudah ditambal")
    assert answer["created_at"] == datetime(2024, 8, 6, 7, tzinfo=UTC)


def test_tickets_without_an_answer_have_none(read: Any) -> None:
    """Neither a time nor words: nobody has answered. A time alone is an answer without words."""
    posts = read("table/aduan.xlsx").posts
    assert posts.filter(pl.col("id").str.ends_with("/1"))["id"].to_list() == ["24-0801/1", "24-0803/1", "240804/1"]
    assert posts.filter(id="24-0803/1")["text"].to_list() == [None]


def test_a_time_of_an_answer_that_cannot_be(read: Any) -> None:
    """The ticket is kept without its answer, and it is told."""
    result = read("table/aduan.xlsx")
    assert result.told == [(10, None), (11, "answered_at")]
    assert result.post("24-0806")["text"] == "Jalan rusak\nbatas waktunya salah tulis"


def test_ids_are_made_where_there_are_none(read: Any) -> None:
    """Author, time and text make an id, which begins with ~; it is the same the next time, and it is told."""
    found = reading(FIXTURES / "komentar.parquet")
    assert found.posts["id"].str.contains(r"^~[0-9a-f]{20}$").all()
    assert kinds(found.notices) == {"no_ids": 3}
    assert found.posts["likes"].to_list() == [3, None, None]


@pytest.mark.parametrize(
    ("id", "kept"),
    [("3.0", "3"), ("9007199254740991.0", "9007199254740991"), ("9007199254740993.0", None), ("3.5", None)],
)
def test_whole_floats(id: str, kept: str | None, tmp_path: Path) -> None:
    """An id with .0 is taken where the mapping says so, and only where no float has rounded it."""
    mapping = 'platform = "x"\n[columns]\nid = "id"\ntext = "isi"\n[ids]\nwhole_floats = true\n'
    assert [post["id"] for post in posts_of(table(tmp_path, f"id,isi\n{id},halo\n", mapping))] == (
        [kept] if kept else []
    )


def test_floats_are_refused_where_nobody_allows_them(tmp_path: Path) -> None:
    """Without that word in the mapping, 3.0 is no id."""
    found = reading(table(tmp_path, "id,isi\n3.0,halo\n", 'platform = "web"\n[columns]\nid = "id"\ntext = "isi"\n'))
    assert [problem.kind for problem in found.problems] == ["mangled_id"]


def test_times_without_a_zone(tmp_path: Path) -> None:
    """Where neither the time nor the mapping tells a zone, it is taken as UTC, and that is said."""
    found = reading(table(tmp_path, "isi,jam\nhalo,2024-08-05 09:30\n", WEB + 'created_at = "jam"\n'))
    assert found.posts["created_at"].to_list() == [datetime(2024, 8, 5, 9, 30, tzinfo=UTC)]
    assert kinds(found.notices)["zone_doubt"] == 1


def test_days_without_hours(tmp_path: Path) -> None:
    """Dates alone are taken as midnight in the zone, and that is said."""
    found = reading(
        table(tmp_path, "isi,hari\nhalo,2024-08-05\n", 'zone = "Asia/Jakarta"\n' + WEB + 'created_at = "hari"\n')
    )
    assert found.posts["created_at"].to_list() == [datetime(2024, 8, 4, 17, tzinfo=UTC)]
    assert kinds(found.notices)["date_only"] == 1


@pytest.mark.parametrize("ago", ["2 hari yang lalu", "3 jam", "5h", "kemarin"])
def test_relative_times_are_no_times(ago: str, tmp_path: Path) -> None:
    """How long ago it was, on a day nobody knows: the post has no time, and that is said."""
    found = reading(table(tmp_path, f"isi,waktu\nhalo,{ago}\n", WEB + 'created_at = "waktu"\n'))
    assert found.posts["created_at"].to_list() == [None]
    assert kinds(found.notices)["relative_time"] == 1


@pytest.mark.parametrize(
    "written",
    [
        "1722824580",
        "1722824580000",
        "2024-08-05T02:23:00Z",
        "Mon Aug 05 02:23:00 +0000 2024",
        "2024-08-05 09:23:00+07:00",
    ],
)
def test_times_that_need_no_format(written: str, tmp_path: Path) -> None:
    """Seconds and milliseconds since 1970, ISO 8601, and how X wrote them."""
    (post,) = posts_of(table(tmp_path, f"isi,waktu\nhalo,{written}\n", WEB + 'created_at = "waktu"\n'))
    assert post["created_at"] == datetime(2024, 8, 5, 2, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["1", "99999999999999", "nan nan", "0001-01-01", "9999-12-31T23:59:59-14:00", "31/12/2024"]
)
def test_times_that_cannot_be(written: str, tmp_path: Path) -> None:
    """What is no time of a post rejects the row."""
    found = reading(table(tmp_path, f"isi,waktu\nhalo,{written}\n", WEB + 'created_at = "waktu"\n'))
    assert [problem.kind for problem in found.problems] == ["impossible_time"]


@pytest.mark.parametrize(
    ("platform", "handles"),
    [("instagram", ["air.contoh", "warga_contoh"]), ("x", ["warga_contoh"]), ("facebook", None), ("open311", None)],
)
def test_mentions_in_texts(platform: str, handles: list[str] | None, tmp_path: Path) -> None:
    """Where a column doesn't tell mentions the text does, on platforms where @ makes one."""
    content = "id,isi\n17,halo @air.contoh. dan @warga_contoh surel@contoh.id #banjir\n"
    (post,) = posts_of(table(tmp_path, content, f'platform = "{platform}"\n[columns]\nid = "id"\ntext = "isi"\n'))
    if platform == "x":  # whose handles have no points
        assert "warga_contoh" in post["mention_handles"]
    else:
        assert post["mention_handles"] == handles
    assert post["hashtags"] == ["banjir"]


def test_columns_that_are_shifted(tmp_path: Path) -> None:
    """Counts that are no numbers and texts that are only numbers stand beneath the wrong names: that is said."""
    content = "isi,suka\n" + "".join(f"{n},halo {n}\n" for n in range(5))
    found = reading(table(tmp_path, content, WEB + 'likes = "suka"\n'))
    assert [(notice.kind, notice.example) for notice in found.notices if notice.kind == "shifted"] == [
        ("shifted", "suka, isi")
    ]


def test_a_table_without_names(tmp_path: Path) -> None:
    """The mapping names the columns, and the first row is a row."""
    mapping = 'platform = "web"\ndelimiter = "\\t"\nheader = ["isi", "label"]\n[columns]\ntext = "isi"\n'
    path = table(tmp_path, "bagus , cepat\tpositif\nlama , antre\tnegatif\n", mapping)
    assert [post["text"] for post in posts_of(path)] == ["bagus , cepat", "lama , antre"]


def test_a_named_mapping(tmp_path: Path) -> None:
    """A mapping may be named instead, and goes before the one beside the table and before other sources."""
    content = "id,timestamp_utc,user_screen_name,text,to_tweetid\n17,1694134800,warga_contoh,halo,\n"
    path = tmp_path / "tabel.csv"
    path.write_text(content)
    mapping = tmp_path / "peta.toml"
    mapping.write_text('platform = "web"\n[columns]\nid = "id"\ntext = "text"\n')
    assert recognise(path)[0] == "twitwi"
    assert recognise(path, mapping)[0] == "table"
    assert posts_of(path, mapping)[0]["platform"] == "web"


def test_a_mapping_is_for_tables(tmp_path: Path) -> None:
    """A JSON file among others is read by its own source."""
    path = tmp_path / "kiriman.jsonl"
    path.write_text('{"id":"1700000000000000001","text":"halo","author_id":"9000000001"}\n')
    mapping = tmp_path / "peta.toml"
    mapping.write_text(WEB)
    assert recognise(path, mapping)[0] == "x_api"


def test_without_a_mapping_it_is_unknown(tmp_path: Path) -> None:
    """A table that nobody has mapped is refused, and the way out is named."""
    path = tmp_path / "tabel.csv"
    path.write_text("isi,jam\nhalo,1\n")
    with pytest.raises(UnknownFormat, match="a table with a mapping"):
        recognise(path)


def test_a_mapping_is_no_file_of_posts(tmp_path: Path) -> None:
    """`folder/*` names tables and their mappings; only the tables are read."""
    path = table(tmp_path, "isi\nhalo\n", WEB)
    assert without_mappings([path, Path(f"{path}.toml"), tmp_path / "lain.toml"]) == [path, tmp_path / "lain.toml"]


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("platform = \n[columns]\n", "isn't TOML: .*line 1"),
        ('platform = "web"\n[columns]\ntxt = "isi"\n', r'txt: a post has no such field \(perhaps "text"\)'),
        (
            'platform = "web"\n[columns]\ntext = "isii"\n',
            r'text = "isii": .* no such column \(perhaps "isi"\). It has: isi, jam',
        ),
        ('platform = "web"\n[columns]\nid = ["isi", "jam"]\n', "id: name one column"),
        ('[columns]\ntext = "isi"\n', "platform is missing"),
        ('platform = "friendster"\n[columns]\ntext = "isi"\n', "friendster"),
        ('platform = "web"\n[columns]\nlikes = "isi"\n', "neither id nor text"),
        ('platform = "web"\nzone = "WIB"\n[columns]\ntext = "isi"\n', 'zone = "WIB".*Asia/Jakarta'),
        (WEB + '[formats]\ncreated_at = "dd/mm/yyyy"\n', "no format of a time"),
        (WEB + '[formats]\ncreated_at = "%H:%M"\n', "no format of a time"),
        (WEB + '[formats]\ntext = "%d"\n', "only created_at, collected_at, answered_at"),
        (WEB + "[kolom]\n", "kolom"),
        (WEB + '[tickets]\nagency = "dinas"\n', r'\[tickets\] agency = "dinas"'),
        (WEB + 'mention_handles = "jam"\n[tickets]\nagency = "jam"\n', "a ticket is to its agency"),
        (WEB + 'mention_ids = "jam"\n', "needs mention_handles too"),
        ('header = ["isi", "isi"]\n' + WEB, "a name stands there twice"),
    ],
)
def test_wrong_mappings(mapping: str, said: str, tmp_path: Path) -> None:
    """What is wrong with a mapping is said, with the file and the place, before anything is read."""
    path = table(tmp_path, "isi,jam\nhalo,1\n", mapping)
    with pytest.raises(DataError, match=said) as caught:
        recognise(path)
    assert f"{path}.toml" in str(caught.value)


def test_columns_of_the_same_name(tmp_path: Path) -> None:
    """The first keeps its name, and the second is a column that nobody takes."""
    found = reading(table(tmp_path, "isi,suka,suka\nhalo,1,2\n", WEB + 'likes = "suka"\n'))
    assert (found.posts["likes"].to_list(), found.unknown_fields) == ([1], ["suka (2)"])


def test_a_number_before_each_row(tmp_path: Path) -> None:
    """Rows that begin with a running number of which the header doesn't know are put right, and that is said."""
    found = reading(table(tmp_path, "isi,suka\n0,halo,5\n1,hai,6\n2,hei,7\n", WEB + 'likes = "suka"\n'))
    assert found.posts["text"].to_list() == ["halo", "hai", "hei"]
    assert kinds(found.notices)["index_column"] == 1


@pytest.mark.parametrize("rows", ["0,halo,5\n1,hai\n", "a,halo,5\nb,hai,6\n", "1,halo,5\n0,hai,6\n", "0,halo,5\n"])
def test_other_rows_of_another_length_are_refused(rows: str, tmp_path: Path) -> None:
    """Where it isn't so in every row, or the number doesn't grow, nobody knows what belongs where."""
    found = reading(table(tmp_path, "isi,suka\n" + rows, WEB + 'likes = "suka"\n'))
    assert "field_count" in {problem.kind for problem in found.problems}


def test_a_text_broken_by_carriage_returns(tmp_path: Path) -> None:
    """Carriage returns in a text without quotes break the text and not the row."""
    path = tmp_path / "tabel.csv"
    path.write_bytes(b"id,isi,suka\n1,halo \r\rapa kabar,5\n2,hai,6\n")
    Path(f"{path}.toml").write_text(WEB + 'id = "id"\nlikes = "suka"\n')
    assert [(post["id"], post["text"], post["likes"]) for post in posts_of(path)] == [
        ("1", "halo \n\napa kabar", 5),
        ("2", "hai", 6),
    ]


def test_rounded_ids(tmp_path: Path) -> None:
    """Ids of which a spreadsheet has kept 15 digits, all of them, are seen to be none, in each source of tables."""
    rounded = "".join(f"16087642204512{n}0000,halo {n},2023-09-08T01:00:00.000Z,,warga_contoh\n" for n in range(1, 9))
    path = tmp_path / "unduhan.csv"
    path.write_text("id_str,full_text,created_at,conversation_id_str,username\n" + rounded)
    name, source = recognise(path)
    found = read_file(path, source)
    assert (name, {problem.kind for problem in found.problems}) == ("tweet_harvest", {"mangled_id"})
    assert found.tally.rejected == 8


def test_ids_that_happen_to_end_in_zeros(tmp_path: Path) -> None:
    """One id with zeros at its end among others is an id."""
    rows = "".join(f"{id},halo {id}\n" for id in ("1608764220451210000", "1608764220451213101"))
    found = posts_of(table(tmp_path, "id,isi\n" + rows, 'platform = "x"\n[columns]\nid = "id"\ntext = "isi"\n'))
    assert len(found) == 2


PIECES = [
    "",
    "halo",
    "1",
    "3.0",
    "1.6E+18",
    "nan",
    "-1",
    "2024-08-05",
    "0001-01-01",
    "9999-12-31T23:59:59+14:00",
    "1e999",
]
PIECES += [
    "31/12/2024 25.61",
    "١٢",
    "²",
    "1" * 5000,
    "1" * 5000 + ".0",
    "9" * 13,
    "1722824580000",
    "x",
    "ya",
    "@",
    "#",
    "['a']",
    "\x00",
    "\ud800",
]


PLATFORM = st.sampled_from(["x", "web"])


@pytest.mark.commands
@settings(deadline=None, max_examples=500)
@given(st.lists(st.fixed_dictionaries({field: st.sampled_from(PIECES) for field in FIELDS}), max_size=4), PLATFORM)
def test_any_cells(rows: list[dict[str, str]], platform: str) -> None:
    """Whatever the cells of a table hold, each row gives a post or a problem."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tabel.csv"
        written = io.StringIO(newline="")
        csv.writer(written).writerows([FIELDS, *(row.values() for row in rows)])
        path.write_bytes(written.getvalue().encode("utf-8", "surrogatepass"))
        columns = "".join(f'{field} = "{field}"\n' for field in FIELDS)
        formats = '[formats]\ncreated_at = "%d/%m/%Y %H.%M"\n[ids]\nwhole_floats = true\n'
        Path(f"{path}.toml").write_text(f'platform = "{platform}"\n[columns]\n{columns}{formats}')
        found = reading(path)
        assert found.posts.height + found.tally.rejected == len(rows)


def test_where_the_mapping_is(tmp_path: Path) -> None:
    """The mapping beside a table is found whatever way the table is named."""
    path = table(tmp_path, "isi\nhalo\n", WEB)
    assert Input(path).mapping == Path(f"{path}.toml")
    assert Input(path, tmp_path / "lain.toml").mapping == tmp_path / "lain.toml"


def test_imported_as_a_step(tmp_path: Path) -> None:
    """A mapping is named for all files of an import; a table's own, given along with it, is no file of posts."""
    path = table(tmp_path, "isi\nhalo\n", WEB)
    other = tmp_path / "lain.csv"
    other.write_text("teks\nhai\n")
    named = tmp_path / "peta.toml"
    named.write_text('platform = "web"\n[columns]\ntext = "teks"\n')
    workspace = suara.Workspace.create(tmp_path / "hasil")
    assert suara.import_files(workspace, [path, f"{path}.toml"]).total.imported == 1
    assert suara.import_files(workspace, [other], mapping=named).total.imported == 1
    with pytest.raises(DataError, match="no such column"):
        suara.import_files(workspace, [path], mapping=named)
