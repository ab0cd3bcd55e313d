"""The evaluation of coding: its figures are right, what is published comes out, and a set that isn't there is said."""

import sys
from collections.abc import Iterator
from importlib import import_module
from types import SimpleNamespace

import msgspec
import numpy as np
import polars as pl
import pytest
from scipy.stats import binomtest
from sklearn.metrics import f1_score, precision_score, recall_score

from suara.coding.codebook import Code, Codebook

LABELS = ["slow", "rude", "never"]
BOOK = Codebook(
    name="book",
    codes=[
        Code(id="slow", phrases={"id": ["lama", "antre ... jam"]}, patterns=[r"\d+ jam"]),
        Code(id="rude", phrases={"id": ["judes"]}, exclude=["tidak judes"]),
        Code(id="other", phrases={"id": ["kecewa"]}, residual=True),
    ],
)


@pytest.fixture(scope="module")
def evaluation(root) -> Iterator[SimpleNamespace]:
    """The modules of `benchmarks/evaluation`, and the program."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(root / "benchmarks")
        names = ("figures", "sets", "trying", "twcs", "ways", "page")
        yield SimpleNamespace(
            evaluate=import_module("evaluate"), **{name: import_module(f"evaluation.{name}") for name in names}
        )
    for name in [name for name in sys.modules if name.split(".")[0] in ("evaluate", "evaluation")]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def companies(evaluation, real_data):
    """The set with published figures."""
    return evaluation.twcs.read()


def drawn(texts: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Codes that are true, and codes that are given and mostly right; the last one never."""
    rng = np.random.default_rng(3)
    truth = rng.random((texts, 3)) < (0.4, 0.1, 0.0)
    return truth, (truth ^ (rng.random((texts, 3)) < 0.1)) & (True, True, False)


def test_figures_are_those_of_others(evaluation):
    """Precision, recall and F1 as scikit-learn tells them, Wilson's interval as SciPy does."""
    truth, given = drawn()
    table = evaluation.figures.per_code(truth, given, LABELS)

    for k, row in enumerate(table.head(2).iter_rows(named=True)):
        ends = binomtest(row["right"], row["support"]).proportion_ci(method="wilson")
        assert row["precision"] == pytest.approx(precision_score(truth[:, k], given[:, k]))
        assert row["recall"] == pytest.approx(recall_score(truth[:, k], given[:, k]))
        assert row["f1"] == pytest.approx(f1_score(truth[:, k], given[:, k]))
        assert (row["recall_low"], row["recall_high"]) == pytest.approx((ends.low, ends.high))


def test_what_cannot_be_said_is_null(evaluation):
    """A code that is never true nor given has no figure; it isn't 0 and isn't 1."""
    row = evaluation.figures.per_code(*drawn(), LABELS).row(2, named=True)

    assert row["support"] == row["given"] == 0
    assert [row[name] for name in ("precision", "recall", "f1", "recall_low")] == [None] * 4


def test_macro_f1_is_the_mean_of_codes_that_occur(evaluation):
    """As scikit-learn tells it of these codes, within its interval, and the same again."""
    truth, given = drawn()
    value, low, high = evaluation.figures.macro_f1(truth, given)

    assert value == pytest.approx(f1_score(truth[:, :2], given[:, :2], average="macro"), abs=1e-6)
    assert low < value < high
    assert high - low == pytest.approx(0.09, abs=0.03)  # as large as 400 texts leave it
    assert evaluation.figures.macro_f1(truth, given) == (value, low, high)


@pytest.mark.parametrize(
    ("text", "exclusive", "codes"),
    [
        ("LAMANYA kecewa", False, {"slow"}),
        ("selama ini", False, {"slow"}),  # plain substrings know no words
        ("tidak judes", False, {"rude"}),  # nor negation, nor exclusions
        ("sudah 3 jam", False, {"slow"}),
        ("kecewa", False, {"other"}),
        ("antre sejak 3 jam, judes, lama", True, {"slow"}),
        ("ramah", False, set()),
    ],
)
def test_plain_substrings(evaluation, text, exclusive, codes):
    """A phrase anywhere in the lower-cased text; what isn't matching is as everywhere."""
    book = msgspec.structs.replace(BOOK, exclusive=exclusive)

    assert set(evaluation.ways.plainly(book, pl.Series([text]))["code"]) == codes


def test_labels_are_given_where_they_apply_and_one_where_none_is(evaluation):
    """A label of several codes, one that can't be true of a text, and the label of texts without a code."""
    set_ = evaluation.sets.Labelled(
        name="set",
        title="set",
        texts=pl.Series(["lama", "judes", "ramah"]),
        labels=["bad", "none"],
        truth=np.zeros((3, 2), np.bool_),
        book=BOOK,
        stands_for=[{"slow", "rude"}, set()],
        otherwise="none",
        applies=np.array([[True, True], [False, True], [True, True]]),
    )
    found = evaluation.ways.in_words(BOOK, set_.texts)

    assert evaluation.ways.given(set_, found).tolist() == [[True, False], [False, False], [False, True]]


def test_sets_that_are_not_there_are_said(evaluation, monkeypatch, tmp_path):
    """No error, no figure, and the page tells which set is missing; it tells no folder of this machine."""
    monkeypatch.setenv("SUARA_REAL_DATA", str(tmp_path))
    outcomes = {
        name: evaluation.evaluate.outcome(read) for name, read in evaluation.evaluate.SETS.items() if name != "sample"
    }
    page = evaluation.page.page({"sample": "left out here", **outcomes})

    assert all(isinstance(found, str) for found in outcomes.values())
    assert "twcs-labelled-process/" in outcomes["twcs"]
    assert page.count("Not tried: ") == 6
    assert str(tmp_path) not in page


@pytest.mark.commands
def test_the_sample_is_tried_in_all_ways(evaluation):
    """Its table has a row a code and way; words do better than plain substrings there."""
    found = evaluation.evaluate.outcome(evaluation.sets.sample)
    macro = dict(found.summary.select("way", "macro_f1").iter_rows())

    assert list(macro) == ["plain substrings", "words", "learned"]
    assert found.codes().height == len(macro) * len(found.of.labels)
    assert macro["words"] > macro["plain substrings"]


@pytest.mark.real_data
def test_published_figures_come_out_exactly(evaluation, companies):
    """All 56 published F1 values of keywords, by plain substring matching."""
    assert len(companies.published) == 56
    assert evaluation.twcs.reproduced(companies) == 56


@pytest.mark.real_data
def test_ours_are_not_below_the_published_ones(evaluation, companies):
    """On average over the labels; also on the rows that our phrases weren't written from."""
    labelled = evaluation.twcs.labelled(companies)
    ours = evaluation.ways.given(labelled, evaluation.ways.in_words(labelled.book, labelled.texts))
    odd, _ = labelled.parts["odd rows"]

    for rows in (np.ones_like(odd), odd):
        published = evaluation.figures.macro_f1(labelled.truth[rows], companies.by_keyword[rows])[0]
        assert evaluation.figures.macro_f1(labelled.truth[rows], ours[rows])[0] >= published
