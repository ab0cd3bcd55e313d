"""Sets of texts with known codes, each with the codebook that is tried on it."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import polars as pl

import suara.steps
from evaluation.figures import Flags
from suara.coding.codebook import Codebook, bundled, load
from suara.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent


SMSA_PUBLISHED = {
    "transformer from scratch": 0.6735,
    "fastText, Common Crawl": 0.7692,
    "fastText, Indo4B": 0.8213,
    "mBERT": 0.8414,
    "XLM-MLM": 0.8633,
    "XLM-R base": 0.9139,
    "XLM-R large": 0.9235,
    "IndoBERT-lite base": 0.9085,
    "IndoBERT base": 0.8773,
    "IndoBERT large": 0.9272,
}
"""Wilie et al. 2020, Table 5: trained on the same training part, macro-F1 on the same test part."""


class Absent(Exception):
    """A set can't be tried here; the message says why."""


@dataclass(frozen=True)
class Labelled:
    """Texts with their true codes; one column of `truth` a label, true where any code of `stands_for` should be given."""

    name: str
    title: str
    texts: pl.Series
    labels: list[str]
    truth: Flags
    book: Codebook
    stands_for: list[set[str]]  # the codes of the book, by label
    otherwise: str | None = None  # the label of a text without any code
    learn_from: tuple[pl.Series, Flags] | None = None  # the set's own training part; without it: cross-validation
    applies: Flags | None = None  # where a label can be given at all; everywhere without it
    parts: dict[str, tuple[Flags, Flags]] = field(default_factory=dict)  # texts and labels with figures of their own
    others: dict[str, Flags] = field(default_factory=dict)  # labels that others' ways of coding gave, by way
    published: dict[str, float] = field(default_factory=dict)  # macro-F1 that others tell, by way


def data() -> Path:
    """The folder of real sets, which aren't part of the project."""
    return Path(os.environ.get("SUARA_REAL_DATA", ROOT.parent / "shared" / "data"))


def there(*path: str) -> Path:
    """A file of a real set.

    Raises:
        Absent: it isn't there.
    """
    file = data().joinpath(*path)
    if not file.exists():
        raise Absent(f"{'/'.join(path)} isn't in the folder of real sets, ../shared/data or $SUARA_REAL_DATA")
    return file


def sample() -> Labelled:
    """The bundled, invented sample: posts of people to agencies, complaints and others."""
    planted = pl.read_csv(ROOT / "sample" / "truth" / "posts.csv", infer_schema=False)
    addressed = planted.filter(pl.col("kind").is_in(["complaint", "addressed"])).unique("id", maintain_order=True)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "sample")
        suara.steps.import_files(workspace, [ROOT / "sample" / name for name in ("posts_x_api.jsonl", "keluhan.csv")])
        posts = workspace.corpus.read().select("id", "text")
    posts = addressed.join(posts, on="id", how="inner", maintain_order="left")
    book = load("complaints")
    labels = [code.id for code in book.codes if code.id != "no_answer"]
    given = posts.select(pl.col("topics").fill_null("").str.split(";")).to_series()
    return Labelled(
        name="sample",
        title="Planted sample",
        texts=posts["text"],
        labels=labels,
        truth=np.column_stack([given.list.contains(label).to_numpy() for label in labels]),
        book=book,
        stands_for=[{label} for label in labels],
    )


def kai121() -> Labelled:
    """Messages to a railway operator with one of eight topics, labels of unknown making."""
    if not (HERE / "kai121.toml").exists():
        raise Absent("benchmarks/evaluation/kai121.toml isn't there, so there is nothing to code these messages with")
    rows = pl.read_csv(there("kai121-topics", "KAI121mentions-merged.csv"), infer_schema=False)
    made = _one_label("kai121", "kai121-topics", rows["text"], rows["topic"], load(HERE / "kai121.toml"), "lain")
    odd = np.arange(rows.height) % 2 == 1  # the phrases were written with a look at the others
    return replace(made, parts={"odd rows": (odd, np.ones(len(made.labels), dtype=np.bool_))})


def smsa() -> Labelled:
    """Indonesian comments and reviews with sentiment by linguists; its own training and test part."""
    parts = {name: _smsa(name) for name in ("train", "test")}
    if "sentiment" not in bundled():
        raise Absent("there is no codebook `sentiment`")
    test, train = parts["test"], parts["train"]
    made = _one_label("smsa", "IndoNLU SmSA", test["text"], test["label"], load("sentiment"), "neutral")
    learn_from = train["text"], _one_of(train["label"], made.labels)
    return replace(made, learn_from=learn_from, published=SMSA_PUBLISHED)


def _smsa(part: str) -> pl.DataFrame:
    file = there("indonlu", f"smsa_doc-sentiment-prosa__{part}_preprocess.tsv")
    rows = [line.rsplit("\t", 1) for line in file.read_text(encoding="utf-8").splitlines()]
    return pl.DataFrame(rows, schema=["text", "label"], orient="row")


def _one_label(name: str, title: str, texts: pl.Series, truth: pl.Series, book: Codebook, otherwise: str) -> Labelled:
    """A set in which each text has one label, named like the codes."""
    labels = sorted(truth.unique())
    return Labelled(
        name=name,
        title=title,
        texts=texts,
        labels=labels,
        truth=_one_of(truth, labels),
        book=book,
        stands_for=[{label} for label in labels],
        otherwise=otherwise,
    )


def _one_of(truth: pl.Series, labels: list[str]) -> Flags:
    return np.column_stack([(truth == label).to_numpy() for label in labels])
