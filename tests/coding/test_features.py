"""Texts as numbers: what scikit-learn makes of the same words and letters."""

import numpy as np
import polars as pl
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from suara.coding import _features
from suara.coding._features import Vocabulary, Weights

# Words that mean what they say, none of them slang or with an ending, and all in two texts at least.
TEXTS = ["kereta lambat sekali", "kereta lambat sekali lambat", "kereta cepat", "cepat", "@kai lambat", ""]


def test_words_and_letters_are_weighted_as_by_scikit_learn(monkeypatch):
    """The same lengths and products of texts by words in rows of up to three, and by letters within words."""
    monkeypatch.setattr(_features, "RAREST", 1)
    texts = pl.Series(TEXTS)
    vocabulary = Vocabulary.of(texts)
    counts = vocabulary.counts(texts)
    ours = Weights.of(counts).weighted(counts, []).toarray()
    cut = len(vocabulary.rows)
    hidden = [text.replace("@kai", "\ue000") for text in TEXTS]
    words = TfidfVectorizer(ngram_range=(1, 3), token_pattern=r"\S+", sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=_features.LETTERS, sublinear_tf=True)
    for mine, vectorizer, given in ((ours[:, :cut], words, hidden), (ours[:, cut:], letters, TEXTS)):
        theirs = vectorizer.fit_transform(given).toarray()
        assert mine.shape == theirs.shape
        assert normalize(mine) @ normalize(mine).T == pytest.approx(theirs @ theirs.T, abs=1e-5)


def test_what_stands_in_one_text_only_is_not_learned_from():
    """Nor is a row of words of which one is unknown."""
    vocabulary = Vocabulary.of(pl.Series(["kereta lambat", "kereta lambat", "kereta cepat"]))
    words, _ = vocabulary.counts(pl.Series(["kereta cepat lambat", "kereta lambat", "bus lambat"]))

    assert words.sum(axis=1).tolist() == [2, 3, 1]


def test_words_count_as_they_are_meant():
    """However they are written; letters as they are written."""
    vocabulary = Vocabulary.of(pl.Series(["tidak cepat", "tidak cepat", "gak cepaaat"]))
    words, letters = vocabulary.counts(pl.Series(["tidak cepat", "gak cepaaat", "ga cepat"]))

    assert np.ptp(words.toarray(), axis=0).max() == 0
    assert np.ptp(letters.toarray(), axis=0).max() > 0


def test_blocks_are_the_whole(monkeypatch):
    """Many texts are worked on some at a time."""
    monkeypatch.setattr(_features, "_BLOCK", 2)
    texts = pl.Series(TEXTS)
    vocabulary = Vocabulary.of(texts)
    whole = vocabulary.counts(texts)
    parts = list(vocabulary.blocks(texts))

    assert len(parts) == 3
    for at in range(2):
        assert np.vstack([part[at].toarray() for part in parts]).tolist() == whole[at].toarray().tolist()


@pytest.mark.parametrize("texts", [[""], ["@a https://x.y"], ["…"], ["\x00\ud7ff😤"]])
def test_texts_without_words(texts):
    """They have no features, and do no harm."""
    vocabulary = Vocabulary.of(pl.Series(texts * 2))
    counts = vocabulary.counts(pl.Series(texts))
    weighted = Weights.of(counts).weighted(counts, [])

    assert weighted.shape[0] == 1
    assert np.isfinite(weighted.toarray()).all()
