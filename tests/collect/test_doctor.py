"""The doctor: each thing that is to be known of a file is found where it is, and only there."""

from __future__ import annotations

import string
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.collect import _doctor, _personal
from suara.collect._doctor import LANGUAGES, LEVELS, Finding, examine, in_doubt, of_posts
from suara.collect._importing import Reading, read_file, recognise
from suara.posts import Notice, Post, Problem
from suara.posts.post import SCHEMA, frame

ALL = frozenset(SCHEMA)
START = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def post(number: int, **fields: Any) -> Post:
    """A post with nothing odd about it."""
    usual = {"text": f"Halo {number}", "author_id": "1", "author_handle": "sari_contoh", "conversation": str(number)}
    at = START + timedelta(hours=number)
    return Post(platform="x", id=str(number), **({"created_at": at} | usual | fields))


def kinds(*posts: Post, tells: frozenset[str] = ALL) -> dict[str, Finding]:
    """What is found in posts, by kind."""
    return {finding.kind: finding for finding in of_posts(frame(list(posts)), tells)}


def many(count: int = 30, **fields: Any) -> list[Post]:
    return [post(n, **fields) for n in range(1, count + 1)]


def test_nothing_odd() -> None:
    """Posts with nothing odd about them give facts only, and the note that nobody answers."""
    assert set(kinds(*many())) == {"posts", "accounts", "period", "replies_none"}


def test_no_posts() -> None:
    """An empty file is said to be one, and nothing else is."""
    assert set(kinds()) == {"no_posts"}


def test_gaps() -> None:
    """More than a week without a post is a gap, where posts come more often than that; a week is none."""
    often = many(100)
    assert "gaps" not in kinds(*often, post(100 + 24 * 7))
    found = kinds(*often, post(101 + 24 * 7), post(24 * 40))["gaps"]
    assert (found.count, found.example) == (2, "2026-03-12 – 2026-04-10")
    assert "gaps" not in kinds(*(post(24 * 9 * n) for n in range(1, 10)))


def test_midnight() -> None:
    """Times that are all midnight are dates."""
    night = datetime(2026, 3, 1, tzinfo=UTC)
    found = kinds(*(post(n, created_at=night + timedelta(days=n)) for n in range(30)))["midnight"]
    assert (found.count, found.whole) == (30, 30)
    assert "midnight" not in kinds(*many())


def test_times() -> None:
    """Posts without times are counted, and a file without any is an error."""
    assert kinds(post(1), post(2, created_at=None))["some_times"].count == 1
    assert kinds(*many(created_at=None))["no_times"].level == "error"


def test_accounts() -> None:
    """Names without ids, ids without names, and nobody at all are told apart."""
    assert "ids_only" in kinds(*many(author_handle=None))
    assert "handles_only" in kinds(*many(author_id=None))
    assert kinds(*many(author_id=None, author_handle=None))["no_accounts"].level == "error"


def test_replies() -> None:
    """Replies are linked by id, recoverable by the conversation, or absent; each is counted once."""
    root, direct = post(1), post(2, reply_to="1", conversation="1")
    by_root, absent = post(3, reply_to="77", conversation="1"), post(4, reply_to="78", conversation="78")
    named = post(5, reply_to_author_handle="budi_contoh")
    found = kinds(root, direct, by_root, absent)
    told = {kind: (found[kind].count, found[kind].whole) for kind in found if kind.startswith("replies")}
    assert told == {"replies_linked": (1, 3), "replies_recoverable": (1, 3), "replies_absent": (1, 3)}
    # in its own conversation, which is here, but to a post that nobody knows
    assert kinds(root, named)["replies_linked"].count == 0
    assert set(kinds(root, tells=frozenset({"id", "text"}))) >= {"replies_untold"}


def test_rounded_ids() -> None:
    """Ids that all end in noughts were rounded; one in a thousand does so by chance."""
    whole = [post(n, author_id="1") for n in range(1)]
    ids = [Post(platform="x", id=f"17000000000{n:05}000", text="a") for n in range(25)]
    assert kinds(*ids)["rounded_ids"].count == 25
    assert "rounded_ids" not in kinds(
        *whole, *(Post(platform="x", id=f"170000000000000{n:04}", text="a") for n in range(999))
    )


def test_one_text() -> None:
    """A text that is a tenth of all is amplification."""
    found = kinds(*many(), *(post(100 + n, text="RT @sari_contoh: Tolong") for n in range(10)))["one_text"]
    assert (found.count, found.whole, found.example) == (10, 40, "RT @sari_contoh: Tolong")


def test_cut_texts() -> None:
    """A text that ends in three dots where X cuts is cut; a short one that ends so isn't."""
    assert kinds(*many(), post(99, text="a" * 139 + "…"))["cut_texts"].count == 1
    assert "cut_texts" not in kinds(*many(text="Begitulah…"))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("identity", "NIK saya 3201014507900001 tolong dicek"),
        ("identity", "nik: 320101 450790 0001"),
        ("identity", "3201-0145-0790-0001".replace("-", "")),
        ("phone", "WA 081234567890"),
        ("phone", "hub +62 812-3456-7890"),
        ("phone", "0812.3456.7890"),
        ("email", "surel siti.contoh@contoh.go.id ya"),
    ],
)
def test_personal_data(kind: str, text: str) -> None:
    """Numbers and addresses of people are seen, and masked whole."""
    assert kinds(*many(), post(99, text=text))[f"personal_{kind}"].count == 1
    masked = pl.select(_personal.masked(pl.lit(text))).item()
    assert _personal.MASKS[kind] in masked
    assert not any(character.isdigit() for character in masked)
    assert "contoh" not in masked


@pytest.mark.parametrize(
    "text",
    [
        "kode 1234567890123456",
        "Rp 5.000.000",
        "@siti_contoh",
        "tiket 20260301",
        "pesawat GA-0812",
        "IDPEL 532110078452",
    ],
)
def test_no_personal_data(text: str) -> None:
    """Other numbers and names stay as they are."""
    assert not [kind for kind in kinds(*many(), post(99, text=text)) if kind.startswith("personal")]
    assert pl.select(_personal.masked(pl.lit(text))).item() == text


@given(st.text(st.sampled_from(string.digits + "+. -@abc"), max_size=60))
def test_masking_leaves_nothing(text: str) -> None:
    """What is masked holds nothing more to mask."""
    once = pl.select(_personal.masked(pl.lit(text))).item()
    assert pl.select(_personal.masked(pl.lit(once))).item() == once


def test_the_file_itself() -> None:
    """Problems and notices are told by their kind with their number; fields that nobody knows by name."""
    source: Any = SimpleNamespace(TITLE="Uji", TELLS=ALL - {"views"})
    bad = [Problem(line=n, reason="a mangled id: '1.6E+18'", raw="", kind="mangled_id") for n in (1, 2)]
    missing = [Notice(kind="replies_missing", count=n) for n in (50, 7)]
    reading = Reading(Path("uji"), source, frame([post(1), post(1)]), bad, missing, ["id"], ["baru"])
    found = {finding.kind: finding for finding in examine(reading)}
    assert (found["mangled_id"].count, found["mangled_id"].example) == (2, "'1.6E+18'")
    assert found["replies_missing"].count == 57
    assert found["unknown_fields"].example == "baru"
    assert found["duplicates"].count == 1
    assert found["untold"].says("id") == "Format ini tidak memuat: tayangan."
    assert [finding.level for finding in examine(reading)] == sorted(
        (finding.level for finding in examine(reading)), key=LEVELS.index
    )


def test_in_doubt_leaves_facts_out(read: Callable[..., Any], corpus: Any) -> None:
    """After an import only what is lost or in doubt is said."""
    read("tweet_harvest/no_names.csv")
    assert {finding.level for finding in in_doubt([Finding("broken", 1)], corpus.read())} <= {"error", "warning"}


@pytest.mark.parametrize("kind", sorted(set(_doctor._words()) - {"fields"}))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_words(kind: str, lang: str) -> None:
    """Each kind has a level and a sentence in each language, with every place filled."""
    finding = Finding(kind, 1200, 4800, "likes" if kind == "untold" else "contoh")
    said = finding.says(lang)
    assert finding.level in LEVELS
    assert said.endswith((".", "?")) or kind == "unreadable"
    assert not set("{}[]|") & set(said)


def test_words_by_number() -> None:
    """One is one, more are more, and thousands are written as the language does."""
    assert Finding("broken", 1).says("en") == "1 record can't be read."
    assert Finding("broken", 1200).says("en") == "1,200 records can't be read."
    assert Finding("broken", 1200).says("id") == "1.200 baris tidak dapat dibaca."


def test_fields_are_fields() -> None:
    """What formats can tell is named by fields of Post."""
    assert set(_doctor._words()["fields"]) <= ALL


def test_redacted(fixture_file: Any) -> None:
    """A reading without personal data has it neither in posts nor in the records that were rejected."""
    reading = read_file(
        fixture_file("tweet_harvest/faults.csv"), recognise(fixture_file("tweet_harvest/faults.csv"))[1]
    )
    reading.posts = reading.posts.with_columns(text=pl.lit("telepon 081234567890"))
    reading.problems.append(Problem(line=1, reason="uji", raw="nik 3201014507900001"))
    clean = reading.redacted()
    assert set(clean.posts["text"]) == {"telepon [telp]"}
    assert clean.problems[-1].raw == "nik [NIK]"
    assert reading.problems[-1].raw != clean.problems[-1].raw
