"""What all sources of Zeeschuimer's NDJSON share: two ways to keep an item, a platform a file, the time of capture."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from suara.collect._importing import recognise, sources
from suara.errors import UnknownFormat

PLATFORMS = [name for name in sources() if name.startswith("zeeschuimer_")]

VIDEO = {"id": "7400000000000000001", "desc": "halo", "createTime": 1725181200, "author": "warga.contoh"}
CAPTURED = {"source_platform": "tiktok.com", "timestamp_collected": 1725181260000, "id": 7, "item_id": "1"}


def line(data: object, **captured: object) -> str:
    return json.dumps({**CAPTURED, **captured, "data": data}) + "\n"


@pytest.mark.parametrize("name", PLATFORMS)
def test_kept_by_4cat_is_the_same(name: str, read_alone: Any) -> None:
    """Each post that 4CAT keeps beside `__import_meta` is the same as Zeeschuimer's own in `data`."""
    own, other = (read_alone(f"{name}/{file}.ndjson").posts for file in ("export", "fourcat"))
    known = {post["id"]: post for post in own.to_dicts()}
    same = [post for post in other.to_dicts() if post["id"] in known]
    assert len(same) >= 3
    for post in same:
        assert post == known[post["id"]]


def test_seen_again_is_captured_again(read: Any, file_of: Callable[..., Path]) -> None:
    """An item that was replaced later was captured then, not at first."""
    post = read(file_of(line(VIDEO, last_updated=1725184800000))).post("001")
    assert post["collected_at"] == datetime(2024, 9, 1, 10, tzinfo=UTC)
    assert read(file_of(line(VIDEO | {"id": "7400000000000000002"}))).post("002")["collected_at"] == datetime(
        2024, 9, 1, 9, 1, tzinfo=UTC
    )


@pytest.mark.parametrize("at", [1, "kemarin", 10**30, 1e300])
def test_impossible_time_of_capture(at: object, read: Any, file_of: Callable[..., Path]) -> None:
    """A time of capture that can't be is left out, and the post stays."""
    result = read(file_of(line(VIDEO, timestamp_collected=at)))
    assert result.told == [(1, "timestamp_collected")]
    assert result.post("001")["collected_at"] is None


def test_other_platform(read: Any, file_of: Callable[..., Path]) -> None:
    """A file is of its first item's platform; what of another has got into it is refused and said."""
    result = read(file_of(line(VIDEO) + line({"rest_id": "1"}, source_platform="twitter.com")))
    assert (result.source, result.told) == ("zeeschuimer_tiktok", [(2, None)])
    assert [problem.kind for problem in result.problems] == ["other_platform"]


def test_platforms_without_a_source(file_of: Callable[..., Path]) -> None:
    """What Zeeschuimer collects on other platforms isn't taken for one of these."""
    with pytest.raises(UnknownFormat):
        recognise(file_of(line(VIDEO, source_platform="9gag.com")))


@pytest.mark.parametrize("data", [None, [], "teks", 3, [VIDEO], {"id": ["1"]}, {"id": True}])
def test_not_an_item(data: object, read: Any, file_of: Callable[..., Path]) -> None:
    """What stands in `data` and is no object of the platform is refused by line."""
    result = read(file_of(line(VIDEO) + line(data)))
    assert result.told == [(2, None)]
    assert result.problems[0].kind == "not_a_post"


def test_deeply_nested(read: Any, file_of: Callable[..., Path]) -> None:
    """A line that is nested ten thousand levels deep is refused like any other."""
    deep = '{"source_platform":"tiktok.com","data":{"id":' + "[" * 10_000 + "]" * 10_000 + "}}\n"
    assert read(file_of(line(VIDEO) + deep)).told == [(2, None)]
