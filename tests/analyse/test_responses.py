"""Who answered what: evidence by evidence, and statistics that hold up."""

import warnings
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.invented import BOOKS, CITIZEN, COMMUTER, KAI, OTHER, PLN, REGISTRY, built, complaint, post

from suara.analyse._intervals import wilson
from suara.analyse.responses import link as linking
from suara.analyse.responses.survival import curve, quantiles
from suara.analyse.responses.tables import Responses, respond
from suara.coding import agencies, by_words
from suara.coding.agencies_named import NAMED
from suara.graph.build import build
from suara.posts import Post


def responded(*posts: Post, registry: agencies.Registry = REGISTRY, **options) -> Responses:
    return respond(built(*posts, registry=registry), **options)


def links(*posts: Post, **options) -> list[tuple]:
    found = responded(*posts, **options).responses
    return found.select("complaint", "response", "minutes", "evidence", "status").rows()


def test_reply_id_is_the_best_evidence():
    """An explicit reply goes before an earlier one in the conversation."""
    assert links(
        complaint(),
        post("20", KAI, 5, CITIZEN, conversation="10"),
        post("21", KAI, 9, CITIZEN, conversation="10", reply_to="10"),
    ) == [("x:10", "x:21", 9.0, "reply_id", "answered")]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (post("20", KAI, 5, CITIZEN, conversation="10"), "conversation"),
        (post("20", KAI, 5, OTHER, conversation="10"), None),
        (post("20", KAI, 5, conversation="10"), None),
        (post("20", PLN, 5, CITIZEN, conversation="10"), None),
        (post("20", OTHER, 5, CITIZEN, conversation="10", reply_to="10"), None),
        (post("20", KAI, -5, CITIZEN, conversation="10"), None),
        (post("20", KAI, 5, CITIZEN), "mention"),
        (post("20", KAI, 60 * 24 * 8, CITIZEN), None),
        (post("20", KAI, 5, CITIZEN, conversation="77"), None),
        (post("20", KAI, 5, CITIZEN, reply_to="77"), None),
        (post("20", KAI, 5, CITIZEN, repost_of="10"), None),
        (post("20", KAI, 5, CITIZEN, repost_of_author_handle="warga_contoh"), None),
        (post("20", KAI, 5, CITIZEN, conversation=None), "mention"),
    ],
)
def test_other_evidence(answer, expected):
    """Same conversation and to that person, or a mention in a post of its own within the window; else nothing."""
    (found,) = links(complaint(), answer)

    assert found[3] == expected
    assert (found[4] == "answered") == (expected is not None)


def test_one_answer_to_two_people():
    """A post that mentions two people who complained answers each once."""
    found = links(complaint("10"), complaint("11", author=OTHER), post("20", KAI, 5, CITIZEN, OTHER))

    assert [row[1] for row in found] == ["x:20", "x:20"]


def test_a_reply_to_somebody_else_in_the_thread():
    """That platforms mention everybody in a thread makes no answer of it."""
    found = links(
        complaint("10"),
        post("11", OTHER, 2, CITIZEN, conversation="10", reply_to="10"),
        post("20", KAI, 5, OTHER, CITIZEN, conversation="10", reply_to="11"),
    )

    assert [row[4] for row in found] == ["censored"]


def test_a_reply_that_mentions_nobody():
    """The id of what it replies to is enough."""
    assert links(complaint("10"), post("20", KAI, 5, reply_to="10"))[0][3] == "reply_id"


def test_one_mention_by_a_parent_counts_once():
    """Of two complaints to two of its agencies, the latest."""
    posts = (
        complaint("10", 0, COMMUTER),
        complaint("11", 5, KAI),
        post("20", KAI, 9, CITIZEN),
    )

    assert [row[4] for row in links(*posts)] == ["censored", "answered"]


def test_a_repost_whose_original_is_not_told():
    """RT @somebody is a repost also where a source doesn't say which post it was."""
    assert links(complaint("10", repost_of_author_handle="orang_contoh")) == []


def test_agencies_of_the_thread_are_no_hand_off():
    """Those whom the complaint itself spoke to are mentioned by the platform."""
    found = responded(complaint("10", 0, KAI, PLN), post("20", KAI, 5, CITIZEN, PLN, reply_to="10"))

    assert found.agencies["handed_off"].sum() == 0


def test_window_can_be_chosen():
    """A mention after the window isn't evidence."""
    posts = (complaint(), post("20", KAI, 90, CITIZEN))

    assert links(*posts, window=timedelta(hours=2))[0][3] == "mention"
    assert links(*posts, window=timedelta(hours=1))[0][3] is None


def test_parent_may_answer_and_is_said():
    """KAI answers for KAI Commuter, but not the other way round."""
    assert links(complaint("10", 0, COMMUTER), post("20", KAI, 5, CITIZEN, conversation="10"))[0][3] == (
        "conversation (by parent)"
    )
    assert links(complaint("10", 0, KAI), post("20", COMMUTER, 5, CITIZEN, conversation="10"))[0][3] is None


def test_a_mention_counts_for_the_latest_complaint():
    """One post that mentions a person answers one complaint of theirs."""
    found = links(complaint("10", 0), complaint("11", 30), post("20", KAI, 40, CITIZEN))

    assert [row[:2] for row in found] == [("x:10", None), ("x:11", "x:20")]


def test_agencies_own_posts_are_neither():
    """What an agency says to itself is no answer, and what it says to another agency no complaint."""
    found = responded(
        post("10", KAI, 0, PLN, text="lelet banget"),
        post("20", KAI, 5, KAI, conversation="10", reply_to="10", reply_to_author_handle="KAI121"),
    )

    assert found.responses.is_empty()


def test_status_of_what_has_no_answer():
    """Censored where the agency's posts were collected; unobserved where none was."""
    found = responded(complaint("10", 0, KAI), complaint("11", 0, PLN), post("20", KAI, 99, OTHER))

    assert found.responses.select("agency", "status").rows() == [("kai", "censored"), ("pln", "unobserved")]
    rows = {row["agency"]: row for row in found.agencies.iter_rows(named=True)}
    assert (rows["kai"]["answered"], rows["kai"]["rate"]) == (0, 0.0)
    assert (rows["pln"]["answered"], rows["pln"]["rate"], rows["pln"]["rate_low"]) == (None, None, None)


def test_a_complaint_to_two_agencies():
    """One row in `responses`, with the agency that answered; each agency has its own share."""
    found = responded(
        complaint("10", 0, KAI, PLN), post("20", PLN, 5, CITIZEN, reply_to="10"), post("21", KAI, 9, OTHER)
    )

    assert found.responses.select("agency", "agencies", "status").rows() == [("pln", "kai; pln", "answered")]
    assert sorted(found.agencies.select("agency", "complaints", "answered").rows()) == [("kai", 1, 0), ("pln", 1, 1)]


def test_hand_offs():
    """An answer that mentions another agency's account hands on."""
    found = responded(complaint(), post("20", KAI, 5, CITIZEN, PLN, reply_to="10"))

    assert found.agencies["handed_off"].to_list() == [1]


def test_complaints_that_only_came_along_are_counted_apart():
    """They would raise the rate: a complaint comes along with its answer."""
    found = responded(complaint(context=True), post("20", KAI, 5, CITIZEN, reply_to="10"))

    assert (found.responses.height, found.along) == (0, 1)


# ------------------------------------------------------------------------------------------------ statistics


@given(st.integers(0, 50), st.integers(0, 50))
def test_wilson_agrees_with_scipy(successes, failures):
    """The interval is SciPy's, and null where there is nothing."""
    total = successes + failures
    low, high = pl.select(
        *(e.alias(n) for e, n in zip(wilson(pl.lit(successes), pl.lit(total)), "lh", strict=True))
    ).row(0)
    if not total:
        assert (low, high) == (None, None)
    else:
        expected = stats.binomtest(successes, total).proportion_ci(method="wilson")
        assert (low, high) == pytest.approx((expected.low, expected.high), abs=1e-9)


def kaplan_meier(waited: list[float], answered: list[bool], share: float) -> float | None:
    """By the book: the first time at which the product of (1 - events / at risk) is no more than `share`."""
    left = 1.0
    for time in sorted(set(waited)):
        at_risk = sum(w >= time for w in waited)
        left *= 1 - sum(w == time and a for w, a in zip(waited, answered, strict=True)) / at_risk
        if left <= share + 1e-12:
            return time
    return None


waits = st.lists(st.tuples(st.integers(1, 20).map(float), st.booleans()), min_size=1, max_size=25)


def pairs(rows) -> pl.DataFrame:
    return pl.DataFrame(
        {"agency": "a", "status": ["answered" if a else "censored" for _, a in rows], "waited": [w for w, _ in rows]}
    )


@settings(deadline=None)
@given(waits)
def test_quantiles_are_kaplan_meiers(rows):
    """Median and 90th percentile agree with the definition, and lie in their interval."""
    (found,) = quantiles(pairs(rows), 5).iter_rows(named=True)
    waited, answered = zip(*rows, strict=True)

    assert found["median_minutes"] == kaplan_meier(waited, answered, 0.5)
    assert found["p90_minutes"] == kaplan_meier(waited, answered, 0.1)
    if found["median_minutes"] is not None and found["median_low"] is not None:
        assert found["median_low"] <= found["median_minutes"]
        assert found["median_high"] is None or found["median_minutes"] <= found["median_high"]


@settings(deadline=None)
@given(waits.filter(lambda rows: any(answered for _, answered in rows)))
def test_curve_is_scipys(rows):
    """Share still waiting and its interval agree with SciPy's to 1e-9."""
    waited, answered = (np.array(column) for column in zip(*rows, strict=True))
    data = stats.CensoredData(uncensored=waited[answered], right=waited[~answered])
    expected = stats.ecdf(data).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        band = expected.confidence_interval(method="log-log")
    at, left, low, high = curve(waited, answered)

    np.testing.assert_array_equal(at, expected.quantiles)
    np.testing.assert_allclose(left, expected.probabilities, atol=1e-9)
    inner = (left > 1e-9) & (left < 1)
    np.testing.assert_allclose(low[inner], band.low.probabilities[inner], atol=1e-9)
    np.testing.assert_allclose(high[inner], band.high.probabilities[inner], atol=1e-9)


@settings(deadline=None)
@given(waits, st.integers(1, 5))
def test_more_unanswered_never_shorten_the_wait(rows, more):
    """Complaints still waiting at the end can only lengthen the median."""

    def median(some):
        return quantiles(pairs(some), 5)["median_minutes"].item()

    before, after = median(rows), median([*rows, *[(20.0, False)] * more])

    assert after is None or (before is not None and before <= after)


def test_within_limit_is_unknown_where_nobody_was_watched_that_long():
    """A day of data says nothing about three days, unless all were answered."""
    assert quantiles(pairs([(5.0, True), (9.0, False)]), 100)["within_limit"].item() is None
    assert quantiles(pairs([(5.0, True), (200.0, False)]), 100)["within_limit"].item() == pytest.approx(0.5)
    assert quantiles(pairs([(5.0, True), (9.0, True)]), 100)["within_limit"].item() == 1.0


minutes = st.integers(0, 3000)


@pytest.mark.commands
@settings(max_examples=30, deadline=None)
@given(st.lists(minutes, min_size=1, max_size=6), st.lists(minutes, max_size=6), st.integers(-500_000, 500_000))
def test_shifting_all_times_changes_no_duration(asked, replies, shift):
    """Minutes are differences."""

    def posts(by: int) -> list[Post]:
        return [complaint(f"1{i}", at + by) for i, at in enumerate(asked)] + [
            post(f"2{i}", KAI, at + by, CITIZEN, reply_to=f"1{i % len(asked)}") for i, at in enumerate(replies)
        ]

    assert links(*posts(0)) == links(*posts(shift))


@pytest.mark.real_data
def test_rail_complaints(real_data: Path, tmp_path: Path):
    """85 roots of citizens link to a first answer, in a median of 23.4 minutes, as counted without suara."""
    from tests.importing import import_file

    from suara.collect._importing import recognise
    from suara.posts import Corpus

    corpus = Corpus(tmp_path)
    for path in sorted((real_data / "th-kai-access").glob("kai*.csv")):
        if "merged" not in path.name:
            import_file(path, recognise(path)[1], corpus)
    posts = corpus.read()
    busiest = posts["author_id"].value_counts(sort=True)["author_id"].head(2).to_list()
    own = tmp_path / "own.toml"
    own.write_text(
        "replace = true\n"
        + "".join(
            f'[[agency]]\nid = "rail{i}"\nname = "Rail {i}"\nids = {{ x = ["{id}"] }}\n' for i, id in enumerate(busiest)
        )
    )
    registry = agencies.load([own])
    none = pl.DataFrame(schema={"key": pl.String, "text": pl.String})
    graph = build(posts, by_words.code(none, BOOKS), pl.DataFrame(schema=NAMED), registry, BOOKS)
    written = linking.written(graph)
    begun = written.filter(pl.col("conversation") == pl.col("key"))
    operated = graph.accounts.table.drop_nulls("agency").select(account="key")
    roots = begun.join(operated, on="account", how="anti").select(
        "account", "created_at", "conversation", "handle_known", complaint="key"
    )
    asked = roots.join(pl.DataFrame({"agency": ["rail0", "rail1"]}), how="cross")
    found = linking.link(
        asked, linking.answers(graph, written), pl.DataFrame(schema={"agency": pl.String, "parent": pl.String})
    )
    first = found.sort("responded_at").unique("complaint", keep="first").join(roots, on="complaint")
    waited = (first["responded_at"] - first["created_at"]).dt.total_seconds() / 60

    assert first.height == 85
    assert round(float(np.median(waited.to_numpy())), 1) == 23.4
