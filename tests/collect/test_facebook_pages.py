"""Posts of Facebook pages: BuzzFeed's table and facebook-page-post-scraper's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from suara.collect import facebook_pages
from suara.collect._input import Input
from suara.posts import Notice


def test_buzzfeed_field_by_field(read: Any) -> None:
    """BuzzFeed's table has no text; its dates are midnight."""
    post = read("facebook_pages/buzzfeed.csv").post("1101")
    told = {name: value for name, value in post.items() if value is not None}
    assert told == {
        "platform": "facebook",
        "id": "2000000000001101",
        "url": "https://www.facebook.com/plncontoh/posts/2000000000001101",
        "author_id": "100000000000801",
        "author_name": "PLN Contoh",
        "created_at": datetime(2016, 9, 19, tzinfo=UTC),
        "conversation": "2000000000001101",
        "likes": 33,
        "reposts": 4,
        "replies": 7,
        "source": "facebook_pages",
        "context": False,
    }


def test_dates_are_told(fixture_file: Any) -> None:
    """That a time is a date only is said, once for the file."""
    found = list(facebook_pages.read(Input(fixture_file("facebook_pages/buzzfeed.csv"))))
    assert found[-1] == Notice(kind="date_only", count=3, example="2016-09-19")


def test_scraped(read: Any) -> None:
    """The scraper's ids hold the page's, and its clock is five hours behind UTC all year round."""
    result = read("facebook_pages/statuses.csv")
    post = result.post("1111")
    assert (post["id"], post["author_id"]) == ("2000000000001111", "100000000000801")
    assert post["created_at"] == datetime(2017, 6, 2, 1, tzinfo=UTC)
    assert (post["text"], post["hashtags"]) == ("Gangguan listrik di Contoh Utara #listrik", ["listrik"])
    assert (post["links"], post["likes"], post["replies"]) == (["https://pln.example/info"], 35, 9)
    assert (result.post("1112")["links"], result.post("1112")["text"]) == ([], None)


def test_faults(read: Any) -> None:
    """Mangled ids and dates that are none are told by line."""
    assert read("facebook_pages/buzzfeed.csv").told == [(4, "account_id"), (5, None), (6, None)]
