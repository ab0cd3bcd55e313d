"""Crosstabs: the numbers of textbooks and of SciPy, what is unknown, and units with several values."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats.contingency import association
from tests.invented import CITIZEN, COMMUTER, KAI, OTHER, built, complaint, post

from suara.analyse.crosstab.attributes import Asked, Attribute, attribute, chosen, names
from suara.analyse.crosstab.table import CELLS, COUNTS, Crosstab, counted, tabulate
from suara.analyse.crosstab.testing import with_residuals
from suara.errors import InputError
from suara.graph.build import Graph
from suara.graph.model import PUBLIC_FROM


def of(name: str, **values: str | list[str] | None) -> Attribute:
    """An attribute from the values of posts, each with one, several or none."""
    rows = [(post, v) for post, told in values.items() for v in ([told] if isinstance(told, str) else told or [])]
    schema = {"post": pl.String, "value": pl.String}
    return Attribute(name, pl.DataFrame(rows, schema=schema, orient="row"), {}, "(unknown)")


def against(rows: Attribute, columns: Attribute, units: dict[str, str] | list[str], **options) -> Crosstab:
    of_posts = units if isinstance(units, dict) else {post: post for post in units}
    posts = pl.DataFrame(list(of_posts.items()), schema={"post": pl.String, "unit": pl.String}, orient="row")
    return tabulate(posts, rows, columns, left_out={}, **options)


def from_counts(counts: list[list[int]]) -> Crosstab:
    """A crosstab with these counts, each post in one cell."""
    cells = [(f"r{i}", f"c{j}") for i, row in enumerate(counts) for j, n in enumerate(row) for _ in range(n)]
    posts = [f"p{number}" for number in range(len(cells))]
    rows, columns = (
        of(name, **dict(zip(posts, part, strict=True)))
        for name, part in zip("rc", zip(*cells, strict=True), strict=True)
    )
    return against(rows, columns, posts)


def as_matrix(made: Crosstab, column: str) -> np.ndarray:
    return made.table.sort("row", "column").pivot("column", index="row", values=column).drop("row").to_numpy()


def test_a_textbook_example():
    """Gender and party: Agresti, An Introduction to Categorical Data Analysis (2007), tables 2.5 and 2.8."""
    made = from_counts([[762, 327, 468], [484, 239, 477]])

    assert made.test.kind == "pearson"
    assert round(made.test.chi_square, 1) == 30.1
    assert made.test.df == 2
    assert made.test.p < 0.0001
    assert as_matrix(made, "residual").round(2).tolist() == [[4.5, 0.7, -5.32], [-4.5, -0.7, 5.32]]
    assert as_matrix(made, "expected").round(1).tolist() == [[703.7, 319.6, 533.7], [542.3, 246.4, 411.3]]


matrices = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 30), min_size=width, max_size=width), min_size=2, max_size=4)
)


@settings(max_examples=30, deadline=None)
@given(matrices.filter(lambda m: np.array(m).sum(0).all() and np.array(m).sum(1).all()))
def test_pearson_agrees_with_scipy(counts):
    """Chi-square, df, p, expected counts, Cramer's V; and the residuals are those of 2 x 2 tables."""
    made, observed = from_counts(counts), np.array(counts)
    expected = stats.chi2_contingency(observed, correction=False)

    assert made.test.chi_square == pytest.approx(expected.statistic, abs=1e-9, rel=1e-9)
    assert (made.test.df, made.test.p) == (expected.dof, pytest.approx(expected.pvalue, abs=1e-9, rel=1e-9))
    assert as_matrix(made, "expected") == pytest.approx(expected.expected_freq, abs=1e-9)
    assert made.test.cramers_v == pytest.approx(association(observed, method="cramer"), abs=1e-9)
    assert (as_matrix(made, "small") == (expected.expected_freq < 5)).all()
    cells = as_matrix(made, "residual")
    for i, j in np.ndindex(observed.shape):
        row, column, both = observed[i].sum(), observed[:, j].sum(), observed[i, j]
        four = [[both, row - both], [column - both, observed.sum() - row - column + both]]
        alone = stats.chi2_contingency(four, correction=False).statistic
        assert cells[i, j] == pytest.approx(np.sign(both - row * column / observed.sum()) * alone**0.5, abs=1e-7)


def test_several_responses_as_published():
    """Swine waste of 279 Kansas farmers: Bilder & Loughin 2007; statistics as in Koziol & Bilder 2014, R Journal 6(1)."""
    both = [[27, 16, 2, 2], [22, 12, 1, 1], [19, 6, 1, 0]]
    rows, columns = [40, 30, 21], [143, 80, 85, 13]
    cells = pl.DataFrame(
        [(f"w{i}", f"y{j}", both[i][j], rows[i], columns[j]) for i in range(3) for j in range(4)],
        schema=["row", "column", "n", "row_total", "column_total"],
        orient="row",
    )
    farmers = [f"f{number}" for number in range(279)]
    pairs = pl.DataFrame({"unit": farmers * 2, "row": ["w0"] * 279 + ["w1"] * 279, "column": ["y0"] * 558})
    found, test = with_residuals(cells, pairs)
    squares = (found["residual"] ** 2).to_list()
    empty = stats.chi2_contingency([[0, 21], [13, 245]], correction=False).statistic

    assert test.kind == "multiple"
    assert np.round(squares[:11], 2).tolist() == [4.93, 2.93, 14.29, 0.01, 6.56, 2.11, 11.68, 0.13, 13.98, 0.0, 7.08]
    assert squares[11] == pytest.approx(empty)  # the article has 0.32 here, as it adds 1/2 to empty cells
    assert sum(squares[:11]) == pytest.approx(64.03 - 0.32, abs=0.01)
    assert round(test.p, 4) == 0.0019  # Holm's smallest is Bonferroni's


def test_holm():
    """The smallest p times the number of cells, the next one times one less, never falling and never above 1."""
    made = from_counts([[30, 5], [10, 20], [9, 12]])
    alone = 2 * stats.norm.sf(np.abs(made.table["residual"].to_numpy()))
    order, adjusted, least = np.argsort(alone), np.empty(6), 0.0
    for left, cell in zip(range(6, 0, -1), order, strict=True):
        least = adjusted[cell] = max(least, min(1.0, left * alone[cell]))

    assert made.table["p"].to_numpy() == pytest.approx(adjusted)


values = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3, unique=True)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(values, values, st.integers(0, 3)), max_size=12), st.sampled_from(["posts", "accounts"]))
def test_whatever_posts_are_told_apart_by(told, count):
    """Every unit is in its cells and once in each total; what is unknown has null, and is in no total."""
    posts = [f"p{i}" for i in range(len(told))]
    rows = of("r", **{post: row for post, (row, _, _) in zip(posts, told, strict=True)})
    columns = of("c", **{post: column for post, (_, column, _) in zip(posts, told, strict=True)})
    units = {
        post: f"a{author}" if count == "accounts" else post for post, (_, _, author) in zip(posts, told, strict=True)
    }
    made = against(rows, columns, units, count=count)
    cells = {
        (row, column, units[post])
        for post, (of_row, of_column, _) in zip(posts, told, strict=True)
        for row in of_row or [None]
        for column in of_column or [None]
    }

    assert made.table.schema == CELLS
    assert made.units == len(set(units.values()))
    assert made.test.units == len({unit for row, column, unit in cells if row and column})
    for row in made.table.iter_rows(named=True):
        inside = {unit for r, c, unit in cells if (r, c) == (row["row"], row["column"])}
        assert row["n"] == len(inside)
        if row["row"] is None or row["column"] is None:
            assert row["expected"] is row["residual"] is row["p"] is row["small"] is None
        if row["row"] is None:
            assert row["row_total"] is row["row_share"] is row["row_low"] is None
        else:
            of_row = {unit for r, c, unit in cells if r == row["row"] and c is not None}
            assert row["row_total"] == len(of_row)
            if row["column"] is not None and of_row:
                assert row["row_share"] == len(inside) / len(of_row)
                assert row["row_low"] <= row["row_share"] + 1e-12
                assert row["row_share"] <= row["row_high"] + 1e-12


def test_unknown_is_shown_and_not_tested():
    """Posts without a value have their own row, last, and the test is that of the others."""
    rows = of("r", a="x", b="x", c="y", d="y", e=None)
    columns = of("c", a="1", b="2", c="1", d="1", e="1")
    made = against(rows, columns, list("abcde"))

    assert made.table.select("row", "column", "n").rows()[-2:] == [(None, "1", 1), (None, "2", 0)]
    assert (made.units, made.test.units) == (5, 4)
    assert made.test.chi_square == pytest.approx(stats.chi2_contingency([[1, 1], [2, 0]], correction=False).statistic)
    assert made.matrix()["row"].to_list()[-1] == "(unknown)"


def test_why_there_is_no_chi_square():
    """Said by kind, and the cells of a multiple response have their own tests."""
    one, two = of("r", a="x", b="y", c="x"), of("c", a=["1", "2"], b="1", c="2")
    several = against(one, two, list("abc"))
    assert several.test.kind == "multiple"
    assert several.test.chi_square is None
    assert several.table["p"].null_count() == 0

    accounts = against(of("r", a="x", b="y"), of("c", a="1", b="2"), {"a": "me", "b": "me"}, count="accounts")
    assert accounts.test.kind == "overlapping"
    assert accounts.table["residual"].null_count() == accounts.table.height

    assert against(of("r", a="x", b="x"), of("c", a="1", b="2"), list("ab")).test.kind == "one"
    assert against(of("r"), of("c"), []).table.schema == CELLS


def test_what_goes_together():
    """The same attribute twice: co-occurrence, and Jaccard's share of those with both among those with either."""
    codes = of("book", a=["x", "y"], b="x", c=["y", "z"], d="y")
    made = against(codes, codes, list("abcd"))
    together = dict(made.table.select(pl.concat_str("row", "column"), "jaccard").iter_rows())

    assert made.test.kind == "same"
    assert together == {"xx": 1, "yy": 1, "zz": 1, "xy": 1 / 4, "yx": 1 / 4, "yz": 1 / 3, "zy": 1 / 3, "xz": 0, "zx": 0}
    assert made.table.filter(row="y", column="y")["n"].item() == 3


def test_one_attribute_has_one_name():
    """However it is asked for, so that it is known to be the same on both sides."""
    asked = Asked(with_reply_kinds(built(complaint()), _20="apology"))
    of_names = ("topic", "complaints", "code:complaints", "code:reply_kind", "reply_kind")

    assert [attribute(asked, name).name for name in of_names] == [*["topic"] * 3, "code:reply_kind", "reply_kind"]


def test_names_of_values():
    """Labels where there are some; two values of one name keep their ids, so that no column is lost."""
    rows = replace(of("r", a="1", b="2", c="3"), labels={"1": "same", "2": "same"})
    made = against(rows, of("c", a="x", b="x", c="x"), list("abc"))

    assert made.matrix("rows").rows() == [("same [1]", 1.0), ("same [2]", 1.0), ("3", 1.0)]


def test_too_many_cells():
    """Said before it is tried."""
    posts = {f"p{i}": str(i) for i in range(1001)}
    with pytest.raises(InputError, match="1,002,001 cells"):
        against(of("day", **posts), of("community", **posts), list(posts))


# ------------------------------------------------------------------------------------------------ attributes


def found(name: str, *posts, **options) -> dict[str, list[str]]:
    """The values of posts by their number."""
    made = attribute(Asked(built(*posts), **options), name).values
    grouped = made.sort("value").group_by("post").agg("value").rows()
    return {key.removeprefix("x:"): value for key, value in grouped}


@pytest.mark.parametrize(
    ("name", "timezone", "expected"),
    [
        ("month", "Asia/Jakarta", "2026-03"),
        ("week", "Asia/Jakarta", "2026-W10"),
        ("day", "Asia/Jakarta", "2026-03-02"),
        ("day", "UTC", "2026-03-01"),
        ("weekday", "Asia/Jakarta", "1"),
        ("weekday", "UTC", "7"),
        ("hour", "Asia/Jakarta", "01"),
        ("hour", "Asia/Jayapura", "03"),
    ],
)
def test_time_where_people_are(name, timezone, expected):
    """Half past six in the evening of a Sunday in UTC is Monday in Jakarta."""
    assert found(name, complaint("10", minute=18 * 60 + 30), timezone=timezone) == {"10": [expected]}


def test_what_posts_have():
    """Agencies, codes, whether it is a complaint; languages as today's codes, and unknown where none is told."""
    posts = (
        complaint("10", 0, KAI, COMMUTER, lang="in"),
        post("11", OTHER, 1, KAI, text="pagi semua", lang="und"),
        post("12", KAI, 2, text="halo", lang="no"),
    )

    assert found("agency", *posts) == {"10": ["kai", "kai_commuter"], "11": ["kai"]}
    assert found("topic", *posts) == found("complaints", *posts) == found("code:complaints", *posts)
    assert found("topic", *posts) == {"10": ["slow_service"]}
    assert found("complaint", *posts) == {"10": ["yes"], "11": ["no"], "12": ["no"]}
    assert found("lang", *posts) == {"10": ["id"], "12": ["no"]}
    assert found("platform", *posts) == {number: ["x"] for number in ("10", "11", "12")}


@pytest.mark.parametrize(
    ("author", "verified", "followers", "expected"),
    [
        (KAI, True, 9, ["agency"]),
        (CITIZEN, True, 9, ["verified"]),
        (CITIZEN, False, PUBLIC_FROM + 1, ["large"]),
        (CITIZEN, False, PUBLIC_FROM, ["other"]),
        (CITIZEN, None, 9, ["other"]),
        (CITIZEN, None, None, None),
    ],
)
def test_kinds_of_accounts(author, verified, followers, expected):
    """Unknown where neither is told."""
    posted = post("10", author, 0, text="a", author_verified=verified, author_followers=followers)

    assert found("account_kind", posted).get("10") == expected


def test_communities_of_authors():
    """As given, else Leiden's."""
    members = pl.DataFrame({"key": [f"x:{CITIZEN}"], "community": [7]})

    assert found("community", complaint("10"), members=members) == {"10": ["7"]}
    assert found("community", complaint("10")) == {"10": ["1"]}


def with_reply_kinds(graph: Graph, **kinds: str) -> Graph:
    """As if the codebook of replies had been in use: post number and code."""
    book = {"Codebook": {"key": ["reply_kind"]}, "Topic": {}, "IN": {}, "ABOUT": {}}
    topics = sorted(set(kinds.values()))
    keys = [f"reply_kind:{topic}" for topic in topics]
    book["Topic"] = {"key": keys, "topic": topics, "label_id": topics, "label_en": topics}
    book["IN"] = {"from": keys, "to": ["reply_kind"] * len(keys)}
    book["ABOUT"] = {"from": [f"x:{n[1:]}" for n in kinds], "to": [f"reply_kind:{kind}" for kind in kinds.values()]}
    more = {name: pl.concat([graph.tables[name], pl.DataFrame(told)], how="diagonal") for name, told in book.items()}
    return replace(graph, tables=graph.tables | more)


def test_kinds_of_replies_are_of_the_complaints():
    """Of the first answer; later ones, and complaints without an answer, have none."""
    graph = built(
        complaint("10"),
        complaint("11", 1, author=OTHER),
        post("20", KAI, 5, CITIZEN, reply_to="10", text="Mohon maaf"),
        post("21", KAI, 9, CITIZEN, reply_to="10", text="Silakan DM"),
    )
    asked = Asked(with_reply_kinds(graph, _20="apology", _21="asks_dm"))

    assert attribute(asked, "reply_kind").values.rows() == [("x:10", "apology")]
    assert sorted(attribute(asked, "code:reply_kind").values.rows()) == [("x:20", "apology"), ("x:21", "asks_dm")]


def test_what_isnt_there_is_said():
    """With what there is."""
    asked = Asked(built(complaint()))
    for name, told in [
        ("colour", "they have agency, topic, .*code:complaints"),
        ("sentiment", "they have agency"),
        ("code:", "they have agency"),
        ("reply_kind", "needs the codebook reply_kind"),
    ]:
        with pytest.raises(InputError, match=told):
            attribute(asked, name)
    with pytest.raises(InputError, match="no time zone 'Jakarta'"):
        attribute(Asked(asked.graph, timezone="Jakarta"), "day")
    assert set(names(asked.graph)) > {"agency", "code:complaints"}


def test_conditions():
    """All of them have to be true; a value that no post has is a mistake."""
    asked = Asked(built(complaint("10"), complaint("11", 1, COMMUTER), post("12", OTHER, 2, KAI, text="pagi")))

    assert chosen(asked, ["agency=kai"])["post"].to_list() == ["x:10", "x:12"]
    assert chosen(asked, ["agency=kai", "complaint=yes"])["post"].to_list() == ["x:10"]
    with pytest.raises(InputError, match="there is kai, kai_commuter"):
        chosen(asked, ["agency=pln"])
    with pytest.raises(InputError, match="NAME=VALUE"):
        chosen(asked, ["agency"])


def test_what_counts():
    """Reposts and posts that only came along don't; complaints and accounts are told from posts."""
    graph = built(
        complaint("10"),
        post("11", CITIZEN, 1, KAI, text="pagi"),
        post("12", OTHER, 2, KAI, text="RT lelet banget", repost_of="10"),
        post("13", OTHER, 3, KAI, text="lelet banget", context=True),
    )
    posts = {count: counted(graph, count) for count in COUNTS}

    assert posts["posts"][0].rows() == [("x:10", "x:10"), ("x:11", "x:11")]
    assert posts["posts"][1] == {"reposts": 1, "context": 1}
    assert posts["complaints"][0].rows() == [("x:10", "x:10")]
    assert posts["accounts"][0]["unit"].to_list() == [f"x:{CITIZEN}"] * 2
