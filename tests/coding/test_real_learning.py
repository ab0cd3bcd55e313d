"""Learning on real texts that people have coded, beside what others have published on them.

IndoNLU (Wilie et al. 2020, arXiv 2009.05387, table 5), macro F1 on the test set, without a pretrained transformer:
SmSA 0.6735 (from scratch), 0.7692 and 0.8213 (fastText of 180 and 23 GB of text); EmoT 0.5731, 0.6536 and 0.6923. Its
authors' tutorial has logistic regression on SmSA: 0.7810 by counts of words, 0.6776 by TF-IDF.
"""

import csv
from pathlib import Path

import polars as pl
import pytest
from sklearn.metrics import f1_score

from suara.coding import by_words, codebook
from suara.coding.by_learning import hints_of, train

pytestmark = [pytest.mark.real_data, pytest.mark.slow]


def smsa(folder: Path, part: str) -> tuple[list[str], list[str]]:
    """Texts and their sentiment."""
    lines = (folder / "indonlu" / f"smsa_doc-sentiment-prosa__{part}_preprocess.tsv").read_text().splitlines()
    texts, labels = zip(*(line.rsplit("\t", 1) for line in lines), strict=True)
    return list(texts), list(labels)


def emot(folder: Path, part: str) -> tuple[list[str], list[str]]:
    """Tweets and their emotion."""
    with (folder / "indonlu" / f"emot_emotion-twitter__{part}_preprocess.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["tweet"] for row in rows], [row["label"] for row in rows]


def posts(texts: list[str]) -> pl.DataFrame:
    return pl.DataFrame({"key": list(map(str, range(len(texts)))), "text": texts})


def hints(book: codebook.Codebook, texts: list[str]) -> pl.DataFrame:
    """What the words of a codebook say of texts."""
    codes = by_words.code(posts(texts), [book])
    return hints_of(codes, posts(texts)["key"], [code.id for code in book.codes])


def macro_f1(train_part, test_part, book: codebook.Codebook | None = None) -> float:
    """On the test set, by a model that has learned from the other one."""
    (texts, labels), (others, truth) = train_part, test_part
    of = (lambda several: None) if book is None else (lambda several: hints(book, several))
    model = train(pl.Series(texts), pl.Series(labels), hints=of(texts))
    found = model.predict(posts(others), of(others))
    assert found["post"].to_list() == posts(others)["key"].to_list()
    return f1_score(truth, found["topic"].to_list(), average="macro")


def test_sentiment(real_data):
    """At least as good as counts of words, and as word vectors of the common crawl; better with a codebook's words."""
    parts = smsa(real_data, "train"), smsa(real_data, "test")
    plain = macro_f1(*parts)
    print(f"SmSA: macro F1 {plain:.4f}")
    assert plain > 0.7810

    if "sentiment" in codebook.bundled():
        book = codebook.load("sentiment")
        book.exclusive = False
        hinted = macro_f1(*parts, book)
        print(f"SmSA with hints: macro F1 {hinted:.4f}")
        assert hinted > plain


def test_emotions(real_data):
    """Better than word vectors of the common crawl."""
    found = macro_f1(emot(real_data, "train"), emot(real_data, "test"))
    print(f"EmoT: macro F1 {found:.4f}")

    assert found > 0.6536


def test_topics_of_messages_to_a_railway(real_data):
    """Eight topics, noisy labels; nothing is published to compare with. The four frequent ones are learned well."""
    table = pl.read_csv(real_data / "kai121-topics" / "KAI121mentions-merged.csv").drop_nulls(["text", "topic"])
    model = train(table["text"], table["topic"])
    f1 = dict(model.performance.select("topic", "f1").iter_rows())
    print(f"kai121: macro F1 {sum(f1.values()) / len(f1):.4f}")

    assert table.height == 6069
    assert min(f1[topic] for topic in ("lain", "syarat", "jadwalrute", "ticketing")) > 0.75
    assert sum(f1.values()) / len(f1) > 0.65
