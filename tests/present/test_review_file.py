"""Samples as files: out and back in, and all that spreadsheets and people do to them in between."""

import csv
import io

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suara.coding.codebook import Code, Codebook
from suara.coding.review import draw, sheet
from suara.coding.reviewed import Reviewed, reviewed
from suara.errors import FileError
from suara.present import review_file

BOOK = Codebook(
    name="b",
    codes=[
        Code(id="slow", label={"id": "Lambat"}, definition={"id": "Menunggu terlalu lama."}),
        Code(id="rude", label={"id": "Kasar"}),
        Code(id="rude_words", parent="rude"),
    ],
)
TEXTS = ['lama; sekali, "antre"\n2 jam 😤', "=1+1", "'=judes", "-\tmantap", "halo – “apa” kabar é\x00\x0b", "@kai"]
POSTS = pl.DataFrame({"key": [f"x:160000000000000000{n}" for n in range(6)], "text": TEXTS})
CODES = pl.DataFrame({"post": POSTS["key"][:1], "topic": ["slow"], "evidence": ["lama"]})


def sample(*, blind: bool = False, posts: pl.DataFrame = POSTS) -> pl.DataFrame:
    """A table to mark, of all posts in their order."""
    told = posts.rename({"key": "post"}).with_columns(
        platform=pl.lit("x"), created_at=pl.lit(None, pl.Datetime("us", "UTC")), url=pl.lit(None, pl.String)
    )
    drawn = draw(told.select("post", stratum=pl.lit("a")), posts.height, seed=0, name="b").sort("post")
    return sheet(drawn, told, CODES, BOOK, blind=blind)


def marked(table: pl.DataFrame, **marks: dict[int, str]) -> pl.DataFrame:
    """With values in rows of columns; `slow` stands for the column of that code."""
    for name, values in marks.items():
        column = f"code:{name}" if f"code:{name}" in table.columns else name
        new = [values.get(at, value) for at, value in enumerate(table[column])]
        table = table.with_columns(pl.Series(column, new, dtype=pl.String))
    return table


def back(path, coder: str | None = "ani", book: Codebook = BOOK, posts: pl.DataFrame = POSTS) -> Reviewed:
    return reviewed([review_file.read(path)], posts, {"b": book}, coder)


def decisions(read: Reviewed) -> list[tuple]:
    return read.decisions.sort("post", "topic").select(pl.col("post").str.tail(1), "topic", "coder").rows()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_sample_comes_back_as_it_was_marked(tmp_path, ending):
    """Rows that were changed or marked as reviewed count, with all codes; others don't. Notes and strata come along."""
    path = tmp_path / f"sample.{ending}"
    table = marked(
        sample(), slow={0: None, 1: "1"}, rude={1: "x"}, reviewed={2: "1", 0: ""}, coder={1: "budi"}, note={1: "=?"}
    )
    review_file.write(table, path, BOOK)
    read = back(path)

    assert decisions(read) == [("0", None, "ani"), ("1", "rude", "budi"), ("1", "slow", "budi"), ("2", None, "ani")]
    assert read.unmarked == 3
    assert read.reviews.sort("post")["note"].to_list() == [None, "=?", None]
    assert read.reviews.select("codebook", "sample", "stratum", "stratum_posts").unique().rows() == [
        ("b", table["sample"][0], "1", 6)
    ]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_unmarked_sample_says_nothing(tmp_path, ending):
    """What the program filled in is nobody's decision; nor is a blind sample's blank row."""
    for blind in (False, True):
        path = tmp_path / f"sample.{ending}"
        review_file.write(sample(blind=blind), path, BOOK)
        read = back(path)
        assert (read.decisions.height, read.reviews.height, read.unmarked) == (0, 0, 6)


texts = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(str.strip), min_size=1, max_size=6
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(texts, st.sampled_from(["csv", "xlsx"]))
def test_any_text_comes_back(tmp_path, several, ending):
    """No text is taken for another, or breaks the file."""
    posts = pl.DataFrame({"key": [f"x:{n}" for n in range(len(several))], "text": several})
    path = tmp_path / f"sample.{ending}"
    review_file.write(marked(sample(posts=posts), reviewed=dict.fromkeys(range(6), "1")), path, BOOK)

    assert back(path, posts=posts).reviews.height == len(several)


def test_nothing_is_a_formula(tmp_path):
    """Neither in CSV nor in XLSX, where the header stays and codes are explained."""
    table = marked(sample(), note={0: "=cmd|' /c calc'!A0"})
    for ending in ("csv", "xlsx"):
        review_file.write(table, tmp_path / f"sample.{ending}", BOOK)
    rows = list(csv.reader(io.StringIO((tmp_path / "sample.csv").read_text())))
    page = openpyxl.load_workbook(tmp_path / "sample.xlsx").active

    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert page.freeze_panes == "C2"
    assert page["H1"].value == "code:slow"
    assert page["H1"].comment.text == "Lambat\nMenunggu terlalu lama."
    assert [str(rule.formula1) for rule in page.data_validations.dataValidation] == ['"1,0"']
    assert page.column_dimensions["Q"].hidden or page.column_dimensions["P"].hidden


def spoilt(table: pl.DataFrame, path, **how) -> None:
    """A CSV file as another program writes it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=how.get("delimiter", ","), lineterminator=how.get("end", "\r\n"))
    writer.writerows([table.columns, *table.rows()])
    path.write_bytes(text.getvalue().encode(how.get("encoding", "utf-8"), "replace"))


@pytest.mark.parametrize(
    "how",
    [
        {"delimiter": ";"},
        {"delimiter": "\t", "encoding": "utf-16"},
        {"encoding": "utf-8-sig", "end": "\n"},
        {"delimiter": ";", "encoding": "cp1252"},
    ],
)
def test_other_separators_and_encodings(tmp_path, how):
    """As spreadsheets keep CSV; an encoding without emoji is no change of the text."""
    path = tmp_path / "sample.csv"
    spoilt(marked(sample(), reviewed=dict.fromkeys(range(6), "1,0")), path, **how)

    assert len(decisions(back(path))) == 6


REVIEWED = dict.fromkeys(range(6), "1")


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        (
            {"post": {1: "x:1.6E+18"}},
            "row 3: 'x:1.6E\\+18' is no post of this workspace: a spreadsheet has rounded its id",
        ),
        ({"post": {2: "x:5"}}, "row 4: 'x:5' is no post of this workspace$"),
        ({"post": {2: None}}, "row 4: '' is no post"),
        ({"text": {0: "lama sekali"}}, "row 2: the text isn't that of"),
        ({"text": {0: "=1+1", 1: TEXTS[0]}}, "row 2: the text.*\n.*row 3: the text"),
        ({"slow": {3: "yes?"}}, "row 5: 'yes\\?' under code:slow is no mark"),
        ({"slow": {3: "2"}, "rude": {3: "2"}}, "(?s)code:rude.*code:slow"),
        ({"reviewed": {4: "ya"}}, "row 6: 'ya' under reviewed is no mark"),
        ({"coder": {4: "  "}}, "row 6: nobody is named under coder"),
        ({"post": {1: "x:1600000000000000000"}, "text": {1: TEXTS[0]}}, "row 2 and 1 more: x:16.* stands there twice"),
        ({"stratum_posts": {1: "1.5"}}, "row 3: '1.5' under stratum_posts"),
        ({"stratum_posts": {1: None}}, "row 3: '' under stratum_posts"),
        ({"codebook": {1: "other"}}, "marked by 'b', 'other'; it must be one of the workspace: b"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_can_not_be_right_is_said_with_its_row(tmp_path, marks, message, ending):
    """And nothing of the file is taken."""
    path = tmp_path / f"sample.{ending}"
    coder = {**dict.fromkeys(range(6), "ani"), **marks.get("coder", {})}
    table = marked(sample(), **{"reviewed": REVIEWED, **marks, "coder": coder})
    review_file.write(table, path, BOOK)

    with pytest.raises(FileError, match=message) as refused:
        back(path, coder=None)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize("column", ["post", "text", "found", "reviewed", "coder", "codebook", "sample", "code:rude"])
def test_missing_columns(tmp_path, column):
    """Are named."""
    path = tmp_path / "sample.csv"
    spoilt(sample().drop(column), path)

    with pytest.raises(FileError, match=f"no column (for )?'{column.removeprefix('code:')}'"):
        back(path)


def test_codes_that_the_book_has_not_got(tmp_path):
    """A column for one is refused."""
    path = tmp_path / "sample.csv"
    spoilt(sample().rename({"code:rude": "code:kasar"}), path)

    with pytest.raises(FileError, match="'kasar', which is no code of b"):
        back(path)


def test_one_code_a_post_where_the_book_says_so(tmp_path):
    """A code and the one above it are no two; others are."""
    path = tmp_path / "sample.csv"
    single = Codebook(name="b", exclusive=True, codes=BOOK.codes)
    review_file.write(marked(sample(blind=True), rude={0: "1"}, rude_words={0: "1"}), path, BOOK)
    assert len(decisions(back(path, book=single))) == 2
    review_file.write(marked(sample(blind=True), rude={0: "1"}, slow={0: "1"}), path, BOOK)
    with pytest.raises(FileError, match="row 2: more than one code, where b allows one"):
        back(path, book=single)


def test_two_files_of_the_same_coder(tmp_path):
    """The same post in both is refused, whoever is right; of two coders it is what agreement is told from."""
    for name in ("a", "b"):
        review_file.write(marked(sample(), reviewed={0: "1"}, coder={0: name}), tmp_path / f"{name}.csv", BOOK)
    files = [review_file.read(tmp_path / f"{name}.csv") for name in ("a", "b")]

    assert reviewed(files, POSTS, {"b": BOOK}).reviews["coder"].to_list() == ["a", "b"]
    with pytest.raises(FileError, match=r"a\.csv.*a\.csv: a has reviewed x:16.*0 twice"):
        reviewed([files[0], files[0]], POSTS, {"b": BOOK})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"post,text\n", "no rows"),
        (b'{"post": 1}', "must be CSV or XLSX"),
        (b"PK\x03\x04 nothing", "sample.csv"),
        (b'post,text\nx:1,"lama\n', "line 2: a quote that isn't closed"),
        (b"post,text\nx:1,lama,sekali\n", "line 2: 3 fields where the header has 2"),
    ],
)
def test_files_that_are_no_sample(tmp_path, content, message):
    """Are refused by their own name."""
    path = tmp_path / "sample.csv"
    path.write_bytes(content)

    with pytest.raises(FileError, match=message) as refused:
        back(path)
    assert str(path) in str(refused.value)


def test_files_that_are_not_there(tmp_path):
    """To read, or to write by an ending that nobody knows."""
    with pytest.raises(FileError, match="isn't there"):
        back(tmp_path / "nothing.csv")
    with pytest.raises(FileError, match=r"\.csv or \.xlsx"):
        review_file.write(sample(), tmp_path / "sample.ods", BOOK)
