"""Real tables by mappings, written by hand and drafted: the counts that are known of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from suara.collect._drafting import draft
from suara.collect._importing import read_file, recognise
from suara.collect._input import Input
from suara.collect._rows import records

pytestmark = pytest.mark.real_data

DATA = Path(os.environ.get("SUARA_REAL_DATA") or Path(__file__).parents[3] / "shared" / "data")

TWCS = """
platform = "x"
[columns]
id = "tweet_id"
text = "text"
created_at = "created_at"
author_handle = "author_id"
reply_to = "in_response_to_tweet_id"
[ids]
whole_floats = true
[left]
columns = ["inbound", "response_tweet_id"]
"""
BALTIMORE = """
platform = "open311"
zone = "America/New_York"
[columns]
id = "ServiceRequestNum"
text = "SRType"
created_at = "CreatedDate"
place = "Neighborhood"
[formats]
created_at = "%m/%d/%Y %I:%M:%S %p"
[tickets]
agency = "Agency"
answered_at = "CloseDate"
answer = "Outcome"
"""
PAGES = """
platform = "facebook"
zone = "America/New_York"
[columns]
id = "post_id"
url = "Post URL"
author_id = "account_id"
author_name = "Page"
created_at = "Date Published"
likes = "reaction_count"
reposts = "share_count"
replies = "comment_count"
"""
TOPICS = """
platform = "x"
zone = "Asia/Jakarta"
[columns]
text = "text"
created_at = "tanggal"
[formats]
created_at = ["%m/%d/%Y", "%m/%d/%y"]
"""


def real(name: str) -> Path:
    """A real file; without it the test is skipped."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"real data isn't there: {path} (name its folder in $SUARA_REAL_DATA)")
    return path


def reading(path: Path, written: str, tmp_path: Path) -> Any:
    mapping = tmp_path / "peta.toml"
    mapping.write_text(written, encoding="utf-8")
    name, source = recognise(path, mapping)
    assert name == "table"
    return read_file(path, source, mapping=mapping)


def test_customer_support(tmp_path: Path) -> None:
    """5,000 tweets of 76 support accounts; 1,154 of 1,285 questions are answered in the file, at the known pace."""
    found = reading(real("twcs/twcs_first5000.csv"), TWCS, tmp_path)
    posts = found.posts
    assert (posts.height, found.problems, found.unknown_fields) == (5000, [], [])
    support = ~pl.col("author_handle").str.contains(r"^\d+$")
    assert posts.filter(support)["author_handle"].n_unique() == 76
    questions = posts.filter(~support & pl.col("reply_to").is_null())
    answers = posts.filter(support).select("reply_to", at="created_at")
    waits = (
        questions.join(answers, left_on="id", right_on="reply_to")
        .group_by("id")
        .agg(wait=(pl.col("at") - pl.col("created_at")).dt.total_seconds().min())["wait"]
    )
    assert (questions.height, waits.len(), waits.median()) == (1285, 1154, 719.5)
    assert [waits.quantile(0.9, "linear"), waits.mean()] == pytest.approx([21332, 11284], abs=1)
    # in the file a carriage return breaks this one in two
    assert posts.filter(id="3399")["text"].str.split("\n").list.len().to_list() == [3]


def test_several_answers() -> None:
    """545 rows list several answers: commas within a field part no fields."""
    rows = [item[1] for item in records(Input(real("twcs/twcs_first5000.csv"))) if isinstance(item, tuple)]
    assert sum("," in row["response_tweet_id"] for row in rows) == 545


@pytest.mark.parametrize("name", ["311_sample.csv", "311_sample.xlsx"])
def test_service_requests(name: str, tmp_path: Path) -> None:
    """10,000 tickets of 231 types, of which 97.92 % are closed, half of them within 32.404 hours."""
    posts = reading(real("baltimore-311") / name, BALTIMORE, tmp_path).posts
    tickets, answers = posts.filter(pl.col("reply_to").is_null()), posts.filter(pl.col("reply_to").is_not_null())
    assert (tickets.height, answers.height, tickets["text"].n_unique()) == (10_000, 9792, 231)
    closed = answers.select("reply_to", at="created_at").join(tickets, left_on="reply_to", right_on="id")
    hours = (closed["at"] - closed["created_at"]).dt.total_seconds() / 3600
    assert hours.median() == pytest.approx(32.404, abs=0.001)


def test_the_same_tickets_in_both(tmp_path: Path) -> None:
    """The CSV and the XLSX make the same posts."""
    csv, xlsx = (reading(real(f"baltimore-311/311_sample.{end}"), BALTIMORE, tmp_path).posts for end in ("csv", "xlsx"))
    assert csv.equals(xlsx)


def test_pages(tmp_path: Path) -> None:
    """2,282 posts of 9 pages."""
    found = reading(real("facebook-pages-buzzfeed/facebook-fact-check.csv"), PAGES, tmp_path)
    assert (found.posts.height, found.posts["author_id"].n_unique(), found.problems) == (2282, 9, [])
    assert {notice.kind for notice in found.notices} == {"date_only"}


def test_messages(tmp_path: Path) -> None:
    """6,069 messages without ids, with days in two formats."""
    found = reading(real("kai121-topics/KAI121mentions-merged.csv"), TOPICS, tmp_path)
    assert (found.posts.height, found.problems) == (6069, [])
    assert {notice.kind: notice.count for notice in found.notices} == {"no_ids": 6069, "date_only": 6069}


DRAFTED = [
    ("twcs/twcs_first5000.csv", 5000, {"id", "text", "created_at", "author_handle", "reply_to"}),
    ("baltimore-311/311_sample.csv", 19_792, {"id", "text", "created_at", "place"}),
    ("baltimore-311/311_sample.xlsx", 19_792, {"id", "text", "created_at", "place"}),
    ("kai121-topics/KAI121mentions-merged.csv", 6069, {"text", "created_at"}),
    ("indonlu/smsa_doc-sentiment-prosa__test_preprocess.tsv", 500, {"text"}),
    ("indonlu/hoasa_absa-airy__valid_preprocess.csv", 285, {"text"}),
    ("facebook-pages-buzzfeed/facebook-fact-check.csv", 2282, {"id", "url", "likes", "reposts", "replies"}),
    ("th-kai-access/kai_full_label_FIB.xlsx", 1434, {"text", "created_at"}),
    ("tweepy-bpjs-2022/bpjs_1000.csv", 986, {"id", "text", "created_at", "likes", "reposts"}),
]


@pytest.mark.parametrize(("name", "height", "fields"), DRAFTED, ids=[name for name, _, _ in DRAFTED])
def test_drafts(name: str, height: int, fields: set[str], tmp_path: Path) -> None:
    """A drafted mapping finds these fields, and the table imports by it as it stands, whole."""
    written = draft(Input(real(name)))
    found = reading(real(name), written, tmp_path)
    assert (found.posts.height, found.problems, found.unknown_fields) == (height, [], [])
    posts = found.posts.filter(pl.col("reply_to").is_null()) if "tickets" in written else found.posts
    assert fields <= {column for column in posts.columns if posts[column].null_count() < posts.height}


def test_destroyed_ids_are_never_taken() -> None:
    """Of the spreadsheet that has lost its ids, and the export with reply ids as floats, none are taken."""
    assert "destroyed" in draft(Input(real("th-kai-access/kai_full_label_FIB.xlsx")))
    assert 'reply_to = "reply_to_status": holds ids' in draft(Input(real("tweepy-bpjs-2022/bpjs_1000.csv")))


def test_shifted() -> None:
    """The export whose names are shifted is seen."""
    assert "seem to be shifted" in draft(Input(real("tweepy-bpjs-2022/bpjs.csv")))
