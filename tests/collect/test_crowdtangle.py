"""CrowdTangle: Facebook and Instagram field by field, zones by name, groups, addresses of all kinds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from suara.collect import crowdtangle
from suara.collect._facebook import post_id
from suara.collect._input import Input
from suara.collect._instagram import media_id
from suara.posts import Notice

HEADER = "Page Name,User Name,Facebook Id,Post Created,Likes,URL,Message"


def test_facebook_field_by_field(read: Any) -> None:
    """Each column has its field; thousands may be parted with commas; 0 views of a link are no views told."""
    post = read("crowdtangle/facebook.csv").post("901")
    told = {name: value for name, value in post.items() if value is not None}
    assert told == {
        "platform": "facebook",
        "id": "200000000000901",
        "url": "https://www.facebook.com/100000000000801/posts/200000000000901",
        "author_id": "100000000000801",
        "author_handle": "plncontoh",
        "author_name": "PLN Contoh",
        "author_followers": 12000,
        "text": "Pemadaman terencana hari ini. Info: #pemadaman",
        "created_at": datetime(2021, 3, 1, 1, tzinfo=UTC),
        "conversation": "200000000000901",
        "hashtags": ["pemadaman"],
        "links": ["https://pln.example/jadwal"],
        "likes": 1024,
        "reposts": 12,
        "replies": 31,
        "source": "crowdtangle",
        "context": False,
    }


def test_video(read: Any) -> None:
    """A video has views; likes of the page stand in for followers; its own address is no link."""
    post = read("crowdtangle/facebook.csv").post("902")
    assert (post["views"], post["author_followers"], post["links"], post["likes"]) == (5400, 9000, [], None)
    assert post["created_at"] == datetime(2021, 3, 1, 13, tzinfo=UTC)


def test_group(read: Any) -> None:
    """The columns that name an author name the group: who wrote there isn't told."""
    post = read("crowdtangle/groups.csv").post("911")
    assert [post[name] for name in ("author_id", "author_handle", "author_name", "author_followers")] == [None] * 4


def test_instagram(read: Any) -> None:
    """On Instagram the id is that of the short code, the text has mentions, and views are of videos only."""
    result = read("crowdtangle/instagram.csv")
    post = result.post(media_id("DContohPln1"))
    assert (post["author_handle"], post["author_name"], post["likes"], post["views"]) == (
        *("pln_contoh", "PLN Contoh"),
        *(200, None),
    )
    assert (post["mention_handles"], post["hashtags"]) == (["warga.contoh"], ["pemadaman"])
    assert result.post(media_id("DContohPln2"))["views"] == 880


@pytest.mark.parametrize(
    ("written", "hour", "doubt"),
    [
        ("2021-03-01 08:00:00 WIB", 1, None),
        ("2021-03-01 08:00:00 WITA", 0, None),
        ("2021-03-01 08:00:00 EDT", 12, None),
        ("2021-03-01 08:00:00 UTC", 8, None),
        ("2021-03-01 08:00:00 IST", 8, "UTC (IST)"),
        ("2021-03-01 08:00:00 CST", 8, "UTC (CST)"),
        ("2021-03-01 08:00:00", 8, "UTC"),
    ],
)
def test_zones(written: str, hour: int, doubt: str | None, file_of: Any) -> None:
    """A zone that is known by its name counts; another, or one of several of that name, is told to be in doubt."""
    made = f"{HEADER}\nPLN Contoh,plncontoh,1,{written},3,https://www.facebook.com/1/posts/200000000000999,halo\n"
    post, *notices = crowdtangle.read(Input(file_of(made)))
    assert post.created_at == datetime(2021, 3, 1, hour, tzinfo=UTC)
    assert notices == ([Notice(kind="zone_doubt", example=doubt)] if doubt else [])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.facebook.com/groups/100000000000802/permalink/200000000000911", "200000000000911"),
        ("https://www.facebook.com/plncontoh/videos/200000000000902/", "200000000000902"),
        ("https://www.facebook.com/photo.php?fbid=200000000000903&set=a.1&type=3", "200000000000903"),
        ("https://www.facebook.com/plncontoh/posts/pfbid0contoh", "pfbid0contoh"),
        ("https://www.facebook.com/plncontoh", None),
        ("", None),
    ],
)
def test_addresses(url: str, expected: str | None) -> None:
    """The id of a post stands in its address, in one of several ways."""
    assert expected == post_id(url)


def test_faults(read: Any) -> None:
    """Mangled ids of pages, addresses without a post and times that are none are told by line."""
    result = read("crowdtangle/facebook.csv")
    assert result.told == [(4, "Facebook Id"), (6, None), (7, None)]
    assert [problem.kind for problem in result.problems] == ["mangled_id", "not_a_post", "impossible_time"]
