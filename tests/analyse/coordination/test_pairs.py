"""Pairs of posts and ties of accounts: as published, as a slow loop finds them, and as others' tools count."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suara.analyse.coordination import pairs as module
from suara.analyse.coordination.pairs import PAIRS, pairs
from suara.analyse.coordination.shares import SHARES
from suara.analyse.coordination.ties import TIES, heavy, parts, ties

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def shares(rows) -> pl.DataFrame:
    """Shares of rows of object, account, post and seconds after noon."""
    timed = [(o, a, p, None if s is None else NOON + timedelta(seconds=s)) for o, a, p, s in rows]
    return pl.DataFrame(timed, schema=SHARES, orient="row")


def slowly(rows, window: float, participation: int, loops: bool) -> list[tuple[str, frozenset]]:
    """The published definition, written down rule by rule."""

    def often(some):
        accounts = [row[1] for row in some]
        return [row for row in some if accounts.count(row[1]) >= participation]

    rows = often(rows)
    found = []
    for one, two in combinations(range(len(rows)), 2):
        (o1, a1, p1, t1), (o2, a2, p2, t2) = rows[one], rows[two]
        if o1 == o2 and abs(t1 - t2) <= window and (loops or (a1 != a2 and p1 != p2 and o1 not in (p1, p2))):
            found.append((one, two))
    posts = {rows[i][2] for pair in found for i in pair}
    active = {row[2] for row in often([row for row in rows if row[2] in posts])}
    return sorted(
        (rows[i][0], *sorted([rows[i][1:3], rows[j][1:3]]), abs(rows[i][3] - rows[j][3]))
        for i, j in found
        if rows[i][2] in active or rows[j][2] in active
    )


def quickly(rows, window: float, participation: int, loops: bool) -> list[tuple[str, frozenset]]:
    """The same by `pairs`."""
    found = pairs(shares(rows), window, participation=participation, loops=loops)
    return sorted((o, *sorted([(a, p), (b, q)]), round(s, 6)) for o, a, p, b, q, s in found.iter_rows())


some = st.lists(
    st.tuples(
        st.sampled_from(["u", "v", "p1"]),  # p1 is a post as well
        st.sampled_from("abcd"),
        st.sampled_from([f"p{i}" for i in range(12)]),  # now and then two accounts' or two objects'
        st.integers(0, 40),
    ),
    max_size=25,
)


@settings(max_examples=300)
@given(some, st.integers(0, 12), st.integers(1, 4), st.booleans())
def test_pairs_are_what_the_slow_loop_finds(rows, window, participation, loops):
    """Also with posts of several accounts, equal times, objects that are posts, and rows that are there twice."""
    assert quickly(rows, window, participation, loops) == slowly(rows, window, participation, loops)


@given(some, st.randoms(use_true_random=False))
def test_neither_order_nor_the_clock_matter(rows, random):
    """Rows in another order, or all times shifted, make the same pairs."""
    shuffled = random.sample(rows, len(rows))
    later = [(o, a, p, s + 86_400 * 365) for o, a, p, s in rows]

    assert quickly(shuffled, 5, 2, False) == quickly(rows, 5, 2, False) == quickly(later, 5, 2, False)


def test_pairs_are_listed_in_blocks(monkeypatch):
    """However small the blocks are."""
    rows = [("u", f"a{i % 7}", f"p{i}", i) for i in range(40)]
    whole = pairs(shares(rows), 10)
    monkeypatch.setattr(module, "BLOCK", 3)

    assert pairs(shares(rows), 10).equals(whole)
    assert whole.height > 100


def test_the_window_itself_counts():
    """Two shares that are just as far apart as the window make a pair."""
    rows = [("u", "a", "1", 0), ("u", "b", "2", 60), ("v", "a", "3", 0), ("v", "b", "4", 60.000001)]

    found = pairs(shares(rows), 60, participation=1)

    assert found["object"].to_list() == ["u"]
    assert found["seconds"].to_list() == [60]


def test_what_is_lacking_counts_nowhere():
    """A share without an object, an account, a post or a time is in no pair, and no participation."""
    whole = [("u", "a", "1", 0), ("u", "b", "2", 1)]
    lacking = [(None, "a", "3", 0), ("u", None, "4", 0), ("u", "a", None, 0), ("u", "b", "5", None)]

    assert pairs(shares(whole + lacking), 60, participation=1).height == 1
    assert pairs(shares(whole + lacking), 60, participation=2).is_empty()


def test_of_nothing_comes_an_empty_table():
    """With its columns."""
    found = pairs(shares([]), 60)

    assert found.schema == pl.Schema(PAIRS)
    assert ties(found).schema == pl.Schema(TIES)
    assert heavy(ties(found)).is_empty()
    assert parts(ties(found)).is_empty()


def test_a_busy_account_makes_a_lopsided_tie():
    """Ten posts of one around one of the other: ten pairs, and a symmetry of a tenth."""
    rows = [("u", "busy", f"p{i}", i) for i in range(10)] + [("u", "calm", "q", 5)]
    found = ties(pairs(shares(rows), 60, participation=1))

    assert found.select("weight", "posts", "partner_posts", "symmetry").row(0) == (10, 10, 1, 0.1)


# ------------------------------------------------------------------------------------------------- others' tools' answers

REPOSTS = [  # message, user, what it reposts, second: in the shape of the coordination network toolkit's test
    (0, 0, 0, 0),
    (1, 1, 0, 59),
    (14, 0, 0, 1),
    *((2, 2, 1, 60), (3, 3, 1, 70), (4, 2, 2, 70), (5, 3, 2, 131)),
    *((6, 4, 3, 30), (7, 5, 3, 89), (8, 4, 4, 40), (9, 5, 4, 41)),
    *((10, 10, 5, 42), (11, 10, 5, 52), (12, 11, 6, 42), (13, 12, 6, 300)),
]
TOOLKIT = [(1, 1, False, 2), (1, 1, True, 3), (1, 2, False, 0), (1, 2, True, 1), (60, 1, False, 6), (60, 1, True, 7)]


def nodes(found: pl.DataFrame) -> int:
    """How many accounts have ties."""
    return pl.concat([found["account"], found["partner"].alias("account")]).n_unique()


def of_the_toolkit(found: pl.DataFrame, window: int, least: int, loops: bool) -> int:
    """Accounts with a tie, which the toolkit weighs by the posts of one of the two."""
    found = ties(pairs(found, window, participation=1, loops=loops))
    return nodes(found.filter(pl.max_horizontal("posts", "partner_posts") >= least))


@pytest.mark.parametrize(("window", "least", "loops", "expected"), TOOLKIT)
def test_the_toolkits_nodes(window, least, loops, expected):
    """As many accounts as the coordination network toolkit's test expects."""
    rows = [(f"r{r}", f"u{u}", f"m{m}", s) for m, u, r, s in REPOSTS]

    assert of_the_toolkit(shares(rows), window, least, loops) == expected


@pytest.mark.real_data
@pytest.mark.parametrize(("window", "least", "loops", "expected"), TOOLKIT)
def test_the_toolkits_nodes_on_its_file(real_data, window, least, loops, expected):
    """The same on the toolkit's own file."""
    file = pl.read_csv(real_data / "coordination-network-toolkit" / "coretweet_test_input.csv")
    read = file.select(
        object="repost_id",
        account="user_id",
        post=pl.col("message_id").cast(pl.String),
        time=pl.from_epoch("timestamp").cast(SHARES["time"]),
    )

    assert of_the_toolkit(read, window, least, loops) == expected


def read(file: Path, object: str, account: str, post: str, time: str) -> pl.DataFrame:
    """A file of CooRTweet's as shares."""
    seconds = (pl.col(time) * 1_000_000).cast(pl.Int64)
    columns = {"object": object, "account": account, "post": post}
    names = {name: pl.col(column).cast(pl.String) for name, column in columns.items()}
    return pl.read_csv(file).select(**names, time=pl.from_epoch(seconds, "us").cast(SHARES["time"]))


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("participation", "window", "expected"),
    [
        (2, 10, (447, 525, 442, 8, 4, 4)),
        (2, 60, (3_791, 2_110, 3_721, 94, 60, 34)),
        (5, 10, (22, 23, 20, 2, 1, 1)),
        (1, 60, (6_281, 3_954, 6_206, 97, 63, 34)),
    ],
)
def test_coortweets_figures(real_data, participation, window, expected):
    """Pairs, accounts and ties, and what is above the median: as CooRTweet finds them in its sample."""
    file = real_data / "coortweet" / "russian_coord_tweets.csv.gz"
    found = pairs(
        read(file, "object_id", "account_id", "content_id", "timestamp_share"), window, participation=participation
    )
    tied = ties(found)
    above = heavy(tied, 0.5)
    seen = (found.height, nodes(tied), tied.height, nodes(above), above.height, parts(above)["component"].n_unique())

    assert seen == expected


@pytest.mark.real_data
def test_coortweets_loops(real_data):
    """60 pairs with loops; an account that only repeats itself is there with them only."""
    file = real_data / "coortweet" / "russian_coord_tweets.csv.gz"
    sample = read(file, "object_id", "account_id", "content_id", "timestamp_share")
    kept, removed = (pairs(sample, 10, participation=5, loops=loops) for loops in (True, False))
    alone = "9fa51ef17278c01d13d313741eddfc0b"

    assert (kept.height, removed.height) == (60, 22)
    assert [alone in found["account"].to_list() for found in (kept, removed)] == [True, False]


@pytest.mark.real_data
def test_coortweets_elections(real_data):
    """The vignette: links and images within 30 s, stacked; and links on one platform within 60 s."""
    file = real_data / "coortweet" / "german_elections.csv.gz"
    links, images = (read(file, name, "account_id", "post_id", "timestamp").unique() for name in ("url_id", "phash_id"))
    by_links, by_images = pairs(links, 30), pairs(images, 30)
    tied = ties(pl.concat([by_links, by_images]))
    above = heavy(tied, 0.5)

    assert (by_links.height, by_images.height) == (5_658, 2_131)
    assert (nodes(tied), tied.height) == (671, 1_732)
    assert (nodes(above), above.height, parts(above)["component"].n_unique()) == (298, 771, 71)
    facebook = pairs(links.filter(pl.col("account").str.starts_with("fb_")), 60)
    tied = ties(facebook)
    assert (facebook.height, nodes(tied), tied.height, heavy(tied, 0.5).height) == (6_288, 503, 1_645, 754)
