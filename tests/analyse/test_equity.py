"""Who is answered sooner: the regression against published results, planted effects, and what it must refuse to say."""

import sys
from datetime import UTC, datetime

import numpy as np
import polars as pl
import pytest
from lifelines import CoxPHFitter
from lifelines.datasets import load_rossi

from suara.analyse._intervals import newcombe
from suara.analyse.responses._covariates import chosen
from suara.analyse.responses.cox import cox
from suara.analyse.responses.equity import differences, equity
from suara.analyse.responses.limits import load
from suara.errors import DataError

SERVICE = load()
ROSSI = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]


@pytest.fixture(scope="module")
def rossi() -> pl.DataFrame:
    """Arrests of men released from prison (Rossi, Berk & Lenihan 1980), as lifelines has them."""
    return pl.from_pandas(load_rossi()).with_columns(pl.col("arrest").cast(pl.Boolean), pl.col("week").cast(pl.Float64))


def simulated(n: int = 2000, *, seed: int = 5, agencies: int = 8, ratio: float = 1.5) -> pl.DataFrame:
    """Complaints of which those by accounts with ten times the followers are answered `ratio` times as fast."""
    draw = np.random.default_rng(seed)
    power, agency = draw.normal(3, 1, n).round(2), draw.integers(0, agencies, n)
    waited = draw.exponential(ratio ** -(power - 3) * 200 * (1 + agency))
    ends = draw.exponential(1000, n)
    asked = draw.integers(1_735_689_600, 1_751_328_000, n)
    return pl.DataFrame(
        {
            "agency": [f"a{number}" for number in agency],
            "account": [f"p{number}" for number in range(n)],
            "status": np.where(waited <= ends, "answered", "censored"),
            "waited": np.minimum(waited, ends),
            "asked_at": pl.from_epoch(pl.Series(asked), "s").dt.replace_time_zone("UTC"),
            "followers": (10**power).astype(int),
            "verified": draw.random(n) < 0.2,
            "reposts": draw.poisson(4, n),
            "platform": draw.choice(["x", "tiktok"], n, p=[0.7, 0.3]),
            "tone": draw.choice(["negative", "neutral"], n),
        }
    )


def said(found, lang: str = "en") -> str:
    return "\n".join(found.says[lang])


# ------------------------------------------------------------------------------------------------ Cox's regression


def test_rossi_as_published(rossi):
    """Coefficients and standard errors as Fox & Weisberg 2011 (appendix on Cox regression) print them from R."""
    fit = cox(rossi, ROSSI, waited="week", answered="arrest")
    coefficients = [-0.37942, -0.05744, 0.31390, -0.14980, -0.43370, -0.08487, 0.09150]
    errors = [0.19138, 0.02200, 0.30799, 0.21222, 0.38187, 0.19576, 0.02865]
    width = (fit.hazards["high"].log() - fit.hazards["low"].log()) / (2 * 1.959963984540054)

    assert (fit.n, fit.events, fit.refused, fit.unstable) == (432, 114, None, False)
    assert fit.hazards["hazard_ratio"].log().to_list() == pytest.approx(coefficients, abs=6e-6)
    assert width.to_list() == pytest.approx(errors, abs=6e-6)
    assert fit.concordance == pytest.approx(0.640, abs=5e-4)


def test_proportionality_of_rossi_as_documented(rossi):
    """Age and work experience change as time goes by, says the documentation of lifelines (against the Kaplan-Meier curve)."""
    fit = cox(rossi, ROSSI, waited="week", answered="arrest")
    found = dict(fit.hazards.select("covariate", "proportional_p").rows())

    assert found["age"] == pytest.approx(0.000896, abs=1e-6)
    assert found["wexp"] == pytest.approx(0.006255, abs=1e-6)
    assert found["mar"] == pytest.approx(0.438245, abs=1e-6)
    assert min(found[name] for name in ("fin", "race", "paro", "prio")) > 0.2


def test_order_of_rows_and_names_of_strata_do_not_matter(rossi):
    """Neither to the figures nor to the check of proportionality."""
    rest = [name for name in ROSSI if name != "race"]
    one = cox(rossi, rest, waited="week", answered="arrest", strata=["race"])
    other = rossi.sample(fraction=1, shuffle=True, seed=1).with_columns(race=1 - pl.col("race"))
    shuffled = cox(other, rest, waited="week", answered="arrest", strata=["race"])

    for column in one.hazards.columns[1:]:
        assert shuffled.hazards[column].to_list() == pytest.approx(one.hazards[column].to_list(), rel=1e-6)


def test_strata_and_clusters_are_lifelines(rossi):
    """lifelines takes the order of equal times as told, so here none are equal."""
    table = rossi.with_columns(person=pl.int_range(pl.len()) // 3, week=pl.col("week") + pl.int_range(pl.len()) / 1000)
    fit = cox(table, ["fin", "age"], waited="week", answered="arrest", strata=["race"], cluster="person")
    frame = table.select("fin", "age", "race", "week", "arrest", "person").to_pandas()
    expected = CoxPHFitter().fit(frame, "week", "arrest", strata=["race"], cluster_col="person").summary

    assert fit.hazards["p"].to_list() == pytest.approx(expected["p"].to_list())
    assert fit.hazards["high"].to_list() == pytest.approx(expected["exp(coef) upper 95%"].to_list())


def test_clusters_of_equal_times_do_not_depend_on_the_order(rossi):
    """As lifelines' do."""
    table = rossi.with_columns(person=pl.int_range(pl.len()) // 3)
    one, other = (
        cox(some, ["fin", "age"], waited="week", answered="arrest", strata=["race"], cluster="person").hazards["high"]
        for some in (table, table.sample(fraction=1, shuffle=True, seed=3))
    )

    assert one.to_list() == pytest.approx(other.to_list(), rel=1e-6)


def test_a_planted_ratio_lies_in_the_interval():
    """Of waits drawn with a ratio of 1.5 for each power of ten."""
    found = equity(simulated(), SERVICE).hazards.filter(covariate="followers").row(0, named=True)

    assert found["low"] < 1.5 < found["high"]
    assert found["high"] - found["low"] < 0.2
    assert found["proportional_p"] > 0.01


def test_an_effect_that_fades_is_found():
    """Where an account's size counts in the first hours only, the check says so."""
    draw = np.random.default_rng(2)
    big = draw.random(4000) < 0.5
    early, late = draw.exponential(np.where(big, 50, 200)), 100 + draw.exponential(200, 4000)
    waited = np.where(early < 100, early, late)
    table = pl.DataFrame({"waited": waited, "answered": [True] * 4000, "big": big.astype(float)})
    (found,) = cox(table, ["big"]).hazards.iter_rows(named=True)

    assert found["hazard_ratio"] > 1.2
    assert found["proportional_p"] < 1e-6


def test_names_of_covariates_may_be_anything():
    """They are levels that people have written."""
    names = ["tone: a + b", "waited", "C(x) ~ -1", "ü 'quoted' \"names\""]
    draw = np.random.default_rng(1)
    columns = {name: draw.normal(size=200) for name in names}
    table = pl.DataFrame({"time": draw.exponential(size=200), "came": draw.random(200) < 0.9, **columns})

    assert cox(table, names, waited="time", answered="came").hazards["covariate"].to_list() == names


def test_too_few_answers_are_refused():
    """Nine answers, one covariate: no figures."""
    table = pl.DataFrame({"waited": [float(i) for i in range(30)], "answered": [i < 9 for i in range(30)]})
    fit = cox(table.with_columns(big=pl.int_range(pl.len()) % 2), ["big"])

    assert (fit.refused, fit.events, fit.hazards.height, fit.concordance) == ("few_answers", 9, 0, None)


def test_complete_separation_is_no_figure_to_trust():
    """Where one covariate settles who is answered, the fit fails or is said to be shaky."""
    table = pl.DataFrame({"waited": [float(i) for i in range(1, 61)], "answered": [i < 30 for i in range(60)]})
    fit = cox(table.with_columns(big=(pl.int_range(pl.len()) < 30).cast(pl.Float64)), ["big"])

    assert fit.unstable or fit.refused == "no_convergence"


def test_missing_package_is_one_line(monkeypatch):
    """It says what to install."""
    monkeypatch.setitem(sys.modules, "lifelines", None)
    table = pl.DataFrame({"waited": [1.0] * 20, "answered": [True] * 20, "big": [0.0, 1.0] * 10})

    with pytest.raises(DataError, match=r"needs the package lifelines: pip install 'suara\[survival\]'"):
        cox(table, ["big"])


# ------------------------------------------------------------------------------------------------ who is answered


def test_covariates_of_complaints():
    """By powers of ten, against the most frequent level, against the morning."""
    found = equity(simulated(), SERVICE)

    assert found.hazards["covariate"].to_list() == [
        "followers",
        "reposts",
        "verified",
        "platform: tiktok",
        f"tone: {simulated()['tone'].value_counts(sort=True)['tone'][1]}",
        "hour: 00-06",
        "hour: 12-18",
        "hour: 18-24",
        "weekend",
    ]
    assert found.hazards["hazard_ratio"].null_count() == 0


def test_hours_are_the_agencys_own():
    """23:30 in UTC is the morning after in Jakarta."""
    late = datetime(2025, 1, 10, 23, 30, tzinfo=UTC)  # a Friday
    cases = simulated(400, ratio=1).with_columns(
        asked_at=pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit(late)).otherwise(pl.lit(late).dt.offset_by("8h"))
    )

    assert "weekend" not in equity(cases, SERVICE).hazards["covariate"].to_list()  # all on Saturday
    assert "hour: 12-18" in equity(cases, SERVICE).hazards["covariate"].to_list()


def test_what_is_not_told_has_its_own_covariate():
    """Unless it goes together with another, which is said."""
    cases = simulated().with_columns(
        pl.when(pl.col("platform") == "x").then("followers"),
        pl.when(pl.int_range(pl.len()) % 3 > 0).then("verified"),
    )
    found = equity(cases, SERVICE)

    assert "verified_unknown" in found.hazards["covariate"].to_list()
    assert "followers_unknown" not in found.hazards["covariate"].to_list()
    assert "can't be told apart from the others: by an account whose followers aren't told." in said(found)
    assert "tidak dapat dipisahkan dari yang lain: dari akun yang jumlah pengikutnya tidak diketahui." in said(
        found, "id"
    )


def test_what_is_rare_or_missing_is_said():
    """A level with few answers counts as the reference; a column that is missing is named."""
    rare = pl.when(pl.int_range(pl.len()) < 12).then(pl.lit("facebook")).otherwise("platform")
    found = equity(simulated().with_columns(platform=rare).drop("tone", "reposts"), SERVICE)

    assert "too few answers on one of the two sides: on facebook (rather than x)." in said(found)
    assert "don't tell the number of reposts; the tone" in said(found)
    assert "Reposts are known only as they were counted" not in said(found)


def test_sentences_say_what_the_figures_do():
    """Sooner, no difference, and always what can't be shown; in both languages."""
    found = equity(simulated(), SERVICE)

    assert "Complaints by an account with ten times as many followers are answered sooner" in said(found)
    assert "For complaints by a verified account no difference shows" in said(found)
    assert "Keluhan dari akun yang pengikutnya sepuluh kali lebih banyak lebih cepat dijawab" in said(found, "id")
    assert "what goes together with a sooner answer needn't be its cause" in said(found)
    assert "belum tentu penyebabnya" in said(found, "id")
    assert "Only posts that were collected count" in said(found)
    assert "2,000 complaints" in said(found)
    assert "2.000 keluhan" in said(found, "id")


def test_of_very_many_some_are_drawn(monkeypatch):
    """And that is said."""
    monkeypatch.setattr("suara.analyse.responses.equity.MOST", 500)
    found = equity(simulated(), SERVICE)

    assert found.fit.n == 500
    assert "Seen are 2,000 complaints" in said(found)
    assert "500 drawn at random" in said(found)
    assert found.hazards.equals(equity(simulated(), SERVICE).hazards)


def test_slower_is_said_too():
    """With the planted effect turned round."""
    assert "with ten times as many followers are answered later" in said(equity(simulated(ratio=1 / 1.5), SERVICE))


def test_several_complaints_of_an_account_are_alike():
    """Copies of the same complaints don't make the intervals narrower."""
    cases = simulated(600)
    once, thrice = (equity(pl.concat([cases] * times), SERVICE).hazards.row(0, named=True) for times in (1, 3))

    assert "by the same account being alike" not in said(equity(cases, SERVICE))
    assert "by the same account being alike" in said(equity(pl.concat([cases] * 3), SERVICE))
    assert thrice["high"] - thrice["low"] == pytest.approx(once["high"] - once["low"], rel=0.2)


@pytest.mark.parametrize(
    ("cases", "reason"),
    [
        (simulated(60, ratio=1), "answers are too few for"),
        (simulated(8), "nothing that these data tell differs"),
        (simulated(8).clear(), "nothing that these data tell differs"),
        (simulated(2000).with_columns(status=pl.lit("unobserved")), "2,000 complaints aren't in it"),
    ],
)
def test_too_little_is_refused_in_words(cases, reason):
    """No figures, and a sentence that says why."""
    found = equity(cases, SERVICE)

    assert reason in said(found)
    assert found.hazards.is_empty()
    assert "no difference shows" not in said(found)


def test_what_differs_between_agencies_only_is_no_covariate():
    """Each agency is a stratum: a platform of one agency alone can't be told from the agency."""
    cases = simulated().with_columns(
        platform=pl.when(pl.col("agency") == "a1").then(pl.lit("x")).otherwise(pl.lit("y"))
    )

    assert "platform: x" not in equity(cases, SERVICE).hazards["covariate"].to_list()


def test_covariates_without_strata():
    """What is constant says nothing."""
    rows = simulated(500).with_columns(
        answered=pl.col("status") == "answered", local=pl.col("asked_at").dt.replace_time_zone(None), followers=7
    )
    kept = chosen(rows, [], 10)

    assert "followers" not in [one.name for one in kept.covariates]
    assert ("rare", "followers") in [(reason, one.name) for reason, one in kept.left_out]


# ------------------------------------------------------------------------------------------------ shares


@pytest.mark.parametrize(
    ("counts", "interval"),
    [
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((6, 7, 2, 7), (0.0582, 0.8062)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
        ((0, 10, 0, 20), (-0.1611, 0.2775)),
        ((0, 10, 0, 10), (-0.2775, 0.2775)),
        ((10, 10, 0, 20), (0.6791, 1.0)),
        ((10, 10, 0, 10), (0.6075, 1.0)),
    ],
)
def test_newcombe_as_published(counts, interval):
    """Table II of Newcombe 1998, method 10."""
    low, high = newcombe(*map(pl.lit, counts))

    assert pl.select(low=low, high=high).row(0) == pytest.approx(interval, abs=5e-5)


def test_differences_between_groups():
    """Against the largest, without what was never observed; an unknown group is one."""
    told = [("x", "answered", 48), ("x", "censored", 32), ("t", "answered", 56), ("t", "censored", 14)]
    told += [(None, "answered", 1), ("t", "unobserved", 500)]
    cases = pl.DataFrame(
        {"platform": [p for p, _, n in told for _ in range(n)], "status": [s for _, s, n in told for _ in range(n)]}
    )
    found = differences(cases, "platform")

    assert found.select("platform", "complaints", "answered").rows() == [("x", 80, 48), ("t", 70, 56), (None, 1, 1)]
    assert found.row(0)[-3:] == (None, None, None)
    assert found.row(1)[-3:] == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert differences(cases.clear(), "platform").is_empty()
