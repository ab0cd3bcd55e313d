"""Coding by words on one core, beside the least that any coder does: posts a second of both.

Least: the phrases are looked for as substrings of the lower-cased texts (Aho-Corasick), and nothing is told but whether one
is there. suara also works out what words mean, negation and gaps, and where the evidence stands.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

os.environ["POLARS_MAX_THREADS"] = "1"  # before Polars is loaded

import polars as pl

from suara.coding import by_words, codebook

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "sample"))


def texts(number: int) -> pl.DataFrame:
    """Invented posts: the wordings of the sample, filled in anew, half of them with words that occur nowhere else."""
    import wording

    rng = random.Random(7)
    topics = list(wording.COMPLAINTS)
    made = []
    for i in range(number):
        if i % 3:
            body = wording.complaint(
                rng, (rng.choice(topics),), i % 10 == 1, s="KTP", o="loket", a="@x", m="PLN", h="", p="@y"
            )
        else:
            body = wording.fill(rng, rng.choice(wording.TALK), p="@teman_contoh")
        made.append(f"{body} kata{rng.randrange(60_000)}" if i % 2 else body)
    return pl.DataFrame({"key": [f"x:{i}" for i in range(number)], "text": made})


def holding(texts: pl.Series, phrases: list[str]) -> pl.Series:
    """Which texts hold a phrase somewhere."""
    return texts.str.to_lowercase().str.contains_any(phrases)


def rate(number: int, rounds: int, work: Callable[[], object]) -> float:
    """Posts a second, the median of some rounds after one that doesn't count."""
    work()
    took = []
    for _ in range(rounds):
        start = perf_counter()
        work()
        took.append(perf_counter() - start)
    return number / median(took)


def main() -> None:
    """Print one line a codebook."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    posts = texts(asked.posts)
    print(f"{asked.posts:,} posts of {posts['text'].str.len_chars().mean():.0f} characters, one core")
    print(f"{'codebook':<20}{'phrases':>8}{'suara, posts/s':>16}{'substrings, posts/s':>21}{'ratio':>7}")
    for name in codebook.bundled():
        book = codebook.load(name)
        phrases = [phrase.lower() for code in book.codes for phrase in code.all_phrases]
        ours = rate(asked.posts, asked.rounds, partial(by_words.code, posts, [book]))
        bare = rate(asked.posts, asked.rounds, partial(holding, posts["text"], phrases))
        print(f"{name:<20}{len(phrases):>8,}{ours:>16,.0f}{bare:>21,.0f}{bare / ours:>7.1f}")


if __name__ == "__main__":
    main()
