"""Learning from coded texts: what can be learned is, what can't isn't, and how good it is is told honestly."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import f1_score

from suara.coding._machine import FOLDS, folds
from suara.coding.by_learning import ENOUGH, PERFORMANCE, hints_of, train

SLOW = ["antre {} jam", "lambat, sudah {} hari", "nunggu {} minggu belum selesai"]
RUDE = ["petugas {} judes", "satpam {} kasar", "dibentak petugas loket {}"]
NICE = ["terima kasih {}", "makasih kak {}", "mantap {}"]


def texts(wordings: list[str], many: int) -> list[str]:
    return [wordings[n % len(wordings)].format(n) for n in range(many)]


def posts(several: list[str]) -> pl.DataFrame:
    return pl.DataFrame({"key": [f"x:{n}" for n in range(len(several))], "text": several})


CODED = texts(SLOW, 40) + texts(RUDE, 40) + texts(NICE, 40)
LABELS = pl.DataFrame({"slow": [True] * 40 + [False] * 80, "rude": [False] * 40 + [True] * 40 + [False] * 40})


def test_what_words_tell_is_learned():
    """Texts like those that were coded get their codes, and others none."""
    model = train(pl.Series(CODED), LABELS)
    found = model.predict(posts(["antre 99 jam", "petugas 99 judes", "mantap 99"]))

    assert model.topics == ("slow", "rude")
    assert found.select("post", "topic").rows() == [("x:0", "slow"), ("x:1", "rude")]
    assert (found["probability"] > 0.7).all()
    assert model.performance.schema == PERFORMANCE
    assert model.performance.select("topic", "positives", "negatives").rows() == [("slow", 40, 80), ("rude", 40, 80)]
    assert (model.performance["f1"] > 0.95).all()


def test_a_text_may_have_several_codes():
    """Each code is decided by itself, unless they exclude each other."""
    both = [f"{slow}, {rude}" for slow, rude in zip(texts(SLOW, 40), texts(RUDE, 40), strict=True)]
    labels = pl.concat([LABELS, pl.DataFrame({"slow": [True] * 40, "rude": [True] * 40})])
    model = train(pl.Series(CODED + both), labels)

    assert model.decided(pl.Series(["antre 7 jam, satpam 7 kasar"])).row(0) == (True, True)
    one = train(pl.Series(CODED), LABELS, exclusive=True)
    assert sum(one.decided(pl.Series(["antre 7 jam, satpam 7 kasar"])).row(0)) == 1
    assert sum(one.decided(pl.Series(["mantap 7"])).row(0)) == 0


def test_one_column_of_names_excludes_each_other():
    """Each text gets one of them."""
    model = train(pl.Series(CODED), pl.Series(["slow"] * 40 + ["rude"] * 40 + ["nice"] * 40))

    assert model.topics == ("nice", "rude", "slow")
    assert model.predict(posts(["antre 9 jam", "makasih kak 9"]))["topic"].to_list() == ["slow", "nice"]
    assert model.held_out.sum_horizontal().to_list() == [1] * 120
    assert train(pl.Series(CODED), pl.Series(["slow"] * 40 + [None] * 80)).topics == ("slow",)


def test_the_same_texts_give_the_same_model():
    """To the last digit."""
    one, other = (train(pl.Series(CODED), LABELS) for _ in range(2))
    some = pl.Series(CODED[::7])

    assert one.probabilities(some).equals(other.probabilities(some))
    assert one.performance.equals(other.performance)
    assert one.held_out.equals(other.held_out)


@pytest.mark.parametrize("have", [ENOUGH - 1, ENOUGH, 120 - ENOUGH, 120 - ENOUGH + 1, 0, 120])
def test_too_little_is_not_learned(have):
    """Neither with too few texts that have a code nor with too few that haven't."""
    model = train(pl.Series(CODED), pl.DataFrame({"slow": [n < have for n in range(120)]}))
    (row,) = model.performance.rows(named=True)

    assert (model.topics == ("slow",)) == (ENOUGH <= have <= 120 - ENOUGH) == row["learned"]
    assert (row["positives"], row["negatives"]) == (have, 120 - have)
    if not row["learned"]:
        assert row["f1"] is None
        assert model.predict(posts(["antre 9 jam"])).is_empty()
        assert model.predict(posts(["antre 9 jam"])).columns == ["post", "topic", "probability"]


def test_nothing_to_learn_from():
    """No texts, no codes, texts without words."""
    nothing = train(pl.Series([], dtype=pl.String), pl.DataFrame({"slow": []}, schema={"slow": pl.Boolean}))
    assert nothing.topics == ()
    assert train(pl.Series(CODED), pl.DataFrame()).predict(posts(["antre"])).is_empty()
    empty = train(pl.Series([""] * 60), pl.DataFrame({"slow": [True, False] * 30}))
    assert empty.probabilities(pl.Series(["", "antre"])).columns == []


def test_chance_is_told_as_chance():
    """Codes that have nothing to do with the texts aren't claimed to be learned well."""
    rng = np.random.default_rng(3)
    words = np.array(["kereta", "loket", "antre", "jalan", "hujan", "surat", "lampu", "pagi"])
    random_texts = [" ".join(rng.choice(words, 6)) for _ in range(400)]
    truth = rng.random(400) < 0.2
    model = train(pl.Series(random_texts), pl.DataFrame({"slow": truth}))
    (f1,) = model.performance["f1"]

    always = f1_score(truth, np.ones(400))  # who gives the code to every text
    assert f1 < always + 0.05


def test_figures_are_those_of_texts_held_out():
    """By scikit-learn, from what each text got while it was held out."""
    noisy = LABELS.with_columns(slow=pl.Series([n % 7 == 0 or n < 30 for n in range(120)]))
    model = train(pl.Series(CODED), noisy)
    f1 = [f1_score(noisy[topic].to_numpy(), model.held_out[topic].to_numpy()) for topic in noisy.columns]

    assert model.performance["f1"].to_list() == pytest.approx(f1)
    assert f1[0] < 1


@given(arrays(bool, st.tuples(st.integers(0, 60), st.integers(0, 4))))
def test_folds_have_their_share(classes):
    """Of all texts, and of the texts whose rarest class it is; each text is in one."""
    fold = folds(classes)
    sizes = np.bincount(fold, minlength=FOLDS)

    assert len(fold) == len(classes)
    assert sizes.max() - sizes.min() <= 1
    if classes.shape[1] == 1:
        have = np.bincount(fold[classes[:, 0]], minlength=FOLDS)
        assert have.max() - have.min() <= 1


def test_hints_help_where_texts_are_few():
    """What words of a codebook say is learned from beside the texts, and asked for again."""
    rng = np.random.default_rng(0)
    hint = pl.DataFrame({"found": rng.random(120) < 0.5})
    unlike = pl.Series([f"kata{n}" for n in range(120)])
    truth = pl.DataFrame({"slow": hint["found"]})

    assert train(unlike, truth).performance["f1"][0] < 0.8
    model = train(unlike, truth, hints=hint)
    assert model.performance["f1"][0] > 0.95
    asked = pl.DataFrame({"found": [True, False]})
    assert model.decided(pl.Series(["lain", "lain"]), asked)["slow"].to_list() == [True, False]


def test_hints_count_evidence():
    """ln(1 + n) of each code, in the order of the texts; nothing where there is none."""
    codes = pl.DataFrame({"post": ["x:2", "x:2", "x:1"], "topic": ["a", "a", "b"]})
    found = hints_of(codes, pl.Series(["x:1", "x:2", "x:3"]), ["a", "b", "c"])

    assert found.columns == ["a", "b", "c"]
    assert np.expm1(found.to_numpy()).round(6).tolist() == [[0, 1, 0], [2, 0, 0], [0, 0, 0]]


def test_an_embedding_stands_beside_words():
    """Numbers of sentences are learned from too, and asked for when others are coded."""
    asked = []

    def embedding(several: pl.Series) -> np.ndarray:
        asked.append(len(several))
        return several.str.contains("#").cast(pl.Float32).to_numpy().reshape(-1, 1)

    marked = pl.Series([f"kata{n} {'#' if n % 2 else ''}" for n in range(120)])
    model = train(marked, pl.DataFrame({"slow": [bool(n % 2) for n in range(120)]}), embedding=embedding)

    assert model.decided(pl.Series(["lain #", "lain"]))["slow"].to_list() == [True, False]
    assert asked == [120, 2]
