"""The screen: who is flagged and who isn't, with the evidence; and CooRTweet's thresholds on request."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from suara.analyse.coordination import coortweet
from suara.analyse.coordination.rules import PUBLISHED, Rules
from suara.analyse.coordination.screen import ACCOUNTS, EVIDENCE, FLAGGED, screen
from suara.analyse.coordination.shares import SHARES
from suara.errors import FileError, UnknownFormat

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def shares(rows) -> pl.DataFrame:
    """Shares of rows of kind, object, account, post and seconds after noon."""
    timed = [(k, o, a, p, NOON + timedelta(seconds=float(s))) for k, o, a, p, s in rows]
    return pl.DataFrame(timed, schema={"kind": pl.String, **SHARES}, orient="row")


def everyday(people: int = 400, days: int = 10, seed: int = 1) -> list[tuple]:
    """Ten days on which people share some of many links at any time, and each day a news item in a hurry."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(people):
        for number in range(6):
            at, link = rng.integers(days * 86_400), rng.integers(300)
            rows.append(("link", f"l{link}", f"p{person}", f"{person}-{number}", at))
    for day in range(days):
        for person in rng.choice(people, 60, replace=False):
            rows.append(("link", f"news{day}", f"p{person}", f"n{day}-{person}", day * 86_400 + rng.exponential(600)))
    return rows


def group(name: str, size: int, objects: int, kind: str = "link", seconds: float = 30) -> list[tuple]:
    """Accounts that share the same things within seconds, once a day."""
    rng = np.random.default_rng(2)
    return [
        (
            kind,
            f"{name}{day}",
            f"{name}-{member}",
            f"{name}{day}-{member}-{kind}",
            day * 86_400 + 5_000 + rng.random() * seconds,
        )
        for day in range(objects)
        for member in range(size)
    ]


def test_planted_groups_are_found_and_nobody_else():
    """A group of five and one of two are flagged, each a component; news in a hurry and everyday shares aren't."""
    found = screen(shares(everyday() + group("five", 5, 8) + group("two", 2, 8)))

    assert set(found.accounts["account"]) == {*(f"five-{i}" for i in range(5)), "two-0", "two-1"}
    assert found.accounts.select("account", "component").unique("component").height == 2
    assert found.accounts.filter(account="five-0").select("partners", "posts", "weight").row(0) == (4, 8, 32)
    assert found.ties.filter(pl.col("account") == "two-0")["weight"].item() == 8


def test_everyday_alone_flags_nobody():
    """Although there are ties of three pairs, as everybody shares the news at once."""
    for seed in range(5):
        found = screen(shares(everyday(seed=seed)), Rules(least=2, window=600, shuffles=0))

        assert found.heavy > 10
        assert found.accounts.is_empty()


def test_what_is_shared_twice_is_told_with_all_kinds():
    """Two posts that share a link and a text are one pair, and both stand in the evidence."""
    rows = [row for kind in ("link", "text") for row in group("two", 2, 6, kind)]
    rows = [(k, o, a, p.removesuffix(f"-{k}"), s) for k, o, a, p, s in rows]
    found = screen(shares(everyday() + rows))

    assert found.ties.select("weight", "kinds").row(0) in [(6, "link, text"), (6, "text, link")]
    assert found.evidence.height == 12
    assert set(found.evidence["kind"]) == {"link", "text"}


def test_every_flagged_tie_has_its_evidence():
    """As many distinct pairs of posts as it weighs, each within the window, and the fastest is the fastest."""
    found = screen(shares(everyday() + group("five", 5, 8)))
    one, two = (
        of("account", "partner").alias(name) for of, name in ((pl.min_horizontal, "a"), (pl.max_horizontal, "b"))
    )
    of_ties = found.evidence.select(one, two, "seconds", "post", "partner_post").group_by("a", "b")
    told = of_ties.agg(weight=pl.struct("post", "partner_post").n_unique(), seconds=pl.col("seconds").min())

    assert sorted(told.rows()) == sorted(found.ties.select("account", "partner", "weight", "seconds").rows())
    assert found.evidence["seconds"].is_between(0, 60).all()


def test_kinds_have_windows_of_their_own():
    """A text within an hour, a link within a minute."""
    rows = group("slow", 2, 8, "text", 1_800) + group("late", 2, 8, "link", 1_800)
    found = screen(shares(everyday() + rows), Rules(window={"text": 3_600.0, "link": 1.0}))

    assert set(found.accounts["account"]) == {"slow-0", "slow-1"}


def test_one_accounts_repetitions_are_nothing():
    """However often it says the same."""
    rows = [("text", "t", "alone", f"p{i}", i) for i in range(100)]

    assert screen(shares(rows), PUBLISHED).pairs == 0


def test_the_order_of_rows_does_not_matter():
    """Nor a shift of all times by whole days."""
    table = shares(everyday(100) + group("five", 5, 8))
    found = screen(table)
    for other in (table.sample(fraction=1, shuffle=True, seed=1), table.with_columns(pl.col("time") + timedelta(30))):
        assert screen(other).accounts.equals(found.accounts)


def test_of_nothing_come_empty_tables():
    """With their columns."""
    found = screen(shares([]))

    assert found.accounts.schema == pl.Schema(ACCOUNTS)
    assert found.ties.schema == pl.Schema(FLAGGED)
    assert found.evidence.schema == pl.Schema(EVIDENCE)
    assert (found.shares, found.pairs, found.all_ties, found.heavy) == (0, 0, 0, 0)


def test_published_needs_ties_of_different_weight():
    """Where all weigh the same nobody is above the median; the usual rules flag them."""
    alone = shares(group("five", 5, 8))

    assert screen(alone, PUBLISHED).accounts.is_empty()
    assert screen(alone).accounts.height == 5


@pytest.mark.real_data
def test_the_screen_by_the_published_rules(real_data):
    """94 accounts and 60 ties above the median in CooRTweet's sample, in 34 components; read from its file."""
    read, rejected = coortweet.read(real_data / "coortweet" / "russian_coord_tweets.csv.gz")
    found = screen(read, PUBLISHED)

    assert (read.height, rejected.height) == (35_125, 0)
    assert (found.pairs, found.all_ties, found.above) == (3_791, 3_721, 1.0)
    assert (found.accounts.height, found.ties.height, found.ties["component"].max()) == (94, 60, 34)
    assert screen(read, replace(PUBLISHED, participation=5, window=10)).ties.height == 1


# ---------------------------------------------------------------------------------------------------- CooRTweet's files

HEADER = "object_id,account_id,content_id,timestamp_share"


def test_files_are_read_with_what_is_wrong_in_them(tmp_path):
    """Times in seconds or written out; a row that lacks something is told with its line."""
    lines = [
        *("u,a,1,1767225600", "u,b,2,1767225600.5", "u,c,3,2026-01-01 00:00:01", "u,d,4,2026-01-01T07:00:02+07:00"),
        *("u,e,5,kemarin", ",f,6,1767225600", "u,NA,7,1767225600", "u,g,8,1e300", "u,h,9,inf", "u,i"),
    ]
    (tmp_path / "shares.csv").write_text("\n".join([HEADER, *lines]))
    read, rejected = coortweet.read(tmp_path / "shares.csv")
    start = datetime(2026, 1, 1, tzinfo=UTC)

    assert [(at - start).total_seconds() for at in read["time"]] == [0, 0.5, 1, 2]
    assert rejected["line"].to_list() == [6, 7, 8, 9, 10, 11]
    assert rejected["reason"].to_list()[:3] == ["no timestamp_share that is a time", "no object_id", "no account_id"]


def test_files_are_written_as_they_are_read(tmp_path):
    """A round trip, also by way of Parquet; what lacks something isn't written."""
    table = shares(everyday(100)).drop("kind").with_columns(pl.col("time").dt.truncate("1ms"))
    lacking = table.head(1).with_columns(time=pl.lit(None, SHARES["time"]))
    written = coortweet.written(pl.concat([table, lacking]))
    written.write_csv(tmp_path / "a.csv")
    written.write_parquet(tmp_path / "a.parquet")

    for name in ("a.csv", "a.parquet"):
        assert coortweet.read(tmp_path / name)[0].equals(table)


def test_files_that_are_none(tmp_path):
    """Each is refused with what is wrong with it."""

    def refused(name: str, content: bytes | None = None) -> str:
        file: Path = tmp_path / name
        if content is not None:
            file.write_bytes(content)
        with pytest.raises((FileError, UnknownFormat)) as caught:
            coortweet.read(file)
        return str(caught.value)

    assert "not there" in refused("absent.csv")
    assert "a folder" in refused("")
    assert "is empty" in refused("empty.csv", b"")
    assert "no column object_id" in refused("other.csv", b"a,b\n1,2\n")
    assert "has no column timestamp_share" in refused("few.csv", b"object_id,account_id,content_id\n1,2,3\n")
    assert "can't be read" in refused("latin.csv", b"object_id,account_id\n\xff\xfe\xe9,2\n")
    assert "can't be read" in refused("cut.parquet", b"PAR1 and nothing more")
