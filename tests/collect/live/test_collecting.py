"""The journal of a live collection: killed at any moment, no page is lost and none asked for twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from suara.collect.live import _collecting
from suara.collect.live._collecting import Later, Page, collect, cursor_of
from suara.errors import SourceError

FIRST = {"page": 1}


class Platform:
    """Five pages of two posts each; remembers what it was asked."""

    def __init__(self, *, failing: dict[int, list[Exception]] | None = None) -> None:
        self.asked: list[int] = []
        self.failing = failing or {}

    def __call__(self, request: dict[str, Any]) -> Page:
        number = request["page"]
        if self.failing.get(number):
            raise self.failing[number].pop(0)
        self.asked.append(number)
        return Page(body={"items": [number]}, posts=2, next={"page": number + 1} if number < 5 else None)


def test_all_pages_once(tmp_path: Path) -> None:
    """Every page is fetched, in order, and kept as it came."""
    platform = Platform()
    result = collect(tmp_path / "raw" / "a.jsonl", FIRST, platform, source="uji")
    lines = [json.loads(line) for line in result.journal.read_text().splitlines()]
    assert platform.asked == [1, 2, 3, 4, 5]
    assert [line["items"] for line in lines] == [[1], [2], [3], [4], [5]]
    assert (result.pages, result.posts, result.finished) == (5, 10, True)
    assert json.loads(cursor_of(result.journal).read_text()) == {"next": None, "pages": 5, "posts": 10}


def test_again_asks_nothing(tmp_path: Path) -> None:
    """A collection that is finished costs nothing the second time."""
    collect(tmp_path / "a.jsonl", FIRST, Platform(), source="uji")
    again = Platform()
    assert collect(tmp_path / "a.jsonl", FIRST, again, source="uji").all_posts == 10
    assert again.asked == []


@pytest.mark.parametrize("cut", range(1, 400, 7))
def test_killed_anywhere(cut: int, tmp_path: Path) -> None:
    """However much of the journal reached the disk, the pages that are whole are kept and the others fetched."""
    journal = tmp_path / "a.jsonl"
    collect(journal, FIRST, Platform(), source="uji", limit=6)
    content = journal.read_bytes()
    journal.write_bytes(content[: len(content) - cut])
    whole = journal.read_bytes().count(b"\n")
    platform = Platform()
    collect(journal, FIRST, platform, source="uji")
    assert platform.asked == list(range(whole + 1, 6))
    assert [json.loads(line)["items"] for line in journal.read_text().splitlines()] == [[n] for n in range(1, 6)]


def test_limit_then_more(tmp_path: Path) -> None:
    """A limit stops after the page that reaches it; a higher one goes on from there."""
    platform = Platform()
    assert collect(tmp_path / "a.jsonl", FIRST, platform, source="uji", limit=3).posts == 4
    assert collect(tmp_path / "a.jsonl", FIRST, platform, source="uji", limit=8).all_posts == 8
    assert platform.asked == [1, 2, 3, 4]


def test_waits_as_long_as_asked(tmp_path: Path) -> None:
    """A limit of the platform is waited out, second by second, with words about it."""
    platform, slept, said = Platform(failing={2: [Later("X allows 450 requests", 3.0)]}), [], []
    collect(tmp_path / "a.jsonl", FIRST, platform, source="uji", say=said.append, sleep=slept.append)
    assert sum(slept) == 3.0
    assert [line for line in said if "going on" in line] == [
        f"X allows 450 requests: going on in 0:0{n}" for n in (3, 2, 1)
    ]
    assert platform.asked == [1, 2, 3, 4, 5]


def test_out_of_order_for_long(tmp_path: Path) -> None:
    """What stays out of order is given up, with what to do; what came before is kept."""
    platform = Platform(failing={2: [Later("the connection was cut") for _ in range(6)]})
    with pytest.raises(SourceError, match="the connection was cut: tried 6 times"):
        collect(tmp_path / "a.jsonl", FIRST, platform, source="uji", sleep=lambda seconds: None)
    assert collect(tmp_path / "a.jsonl", FIRST, platform, source="uji").pages_before == 1


def test_the_same_page_for_ever(tmp_path: Path) -> None:
    """A platform that points from a page to itself is noticed."""
    with pytest.raises(SourceError, match="the same page again"):
        collect(tmp_path / "a.jsonl", FIRST, lambda r: Page(body={}, posts=0, next=r), source="uji")


def test_another_request(tmp_path: Path) -> None:
    """A journal isn't gone on with by another request."""
    collect(tmp_path / "a.jsonl", FIRST, Platform(), source="uji")
    with pytest.raises(SourceError, match="another request"):
        collect(tmp_path / "a.jsonl", {"page": 2}, Platform(), source="uji")


def test_pages_after_a_damaged_line_are_not_cut_away(tmp_path: Path) -> None:
    """No kill leaves a broken line before whole ones: a person has to look at it, and nothing is lost until then."""
    journal = tmp_path / "a.jsonl"
    collect(journal, FIRST, Platform(), source="uji")
    damaged = journal.read_bytes().replace(b'"items":[3]', b'"items":[3')
    journal.write_bytes(damaged)
    with pytest.raises(SourceError, match="line 3 is damaged"):
        collect(journal, FIRST, Platform(), source="uji")
    assert journal.read_bytes() == damaged


def test_a_journal_that_grows(tmp_path: Path) -> None:
    """Another request may follow where that is meant, and each is gone on with by itself."""
    journal = tmp_path / "a.jsonl"
    collect(journal, FIRST, Platform(), source="uji")
    platform = Platform()
    result = collect(journal, {"page": 3}, platform, source="uji", again=True, limit=4)
    assert (result.pages_before, result.pages, platform.asked) == (0, 2, [3, 4])
    result = collect(journal, {"page": 3}, platform, source="uji", again=True)
    assert (result.pages_before, result.pages, platform.asked, result.finished) == (2, 1, [3, 4, 5], True)
    with pytest.raises(SourceError, match="another request"):
        collect(journal, FIRST, platform, source="uji")


def test_no_room_for_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that couldn't be kept isn't asked for: it may have to be paid for."""
    monkeypatch.setattr(_collecting, "ROOM", 1 << 60)
    platform = Platform()
    with pytest.raises(SourceError, match="make room, then the same command goes on"):
        collect(tmp_path / "a.jsonl", FIRST, platform, source="uji")
    assert platform.asked == []
