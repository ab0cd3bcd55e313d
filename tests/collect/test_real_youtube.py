"""Real files of YouTube, where they are there: counts that are known, and answers of another way of reading."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from suara.collect._importing import read_file, recognise
from suara.posts import Notice

pytestmark = pytest.mark.real_data


@pytest.fixture
def real(real_data: Path) -> Any:
    """A real file; without it the test is skipped."""

    def found(name: str) -> Path:
        path = real_data / name
        if not path.exists():
            pytest.skip(f"real data isn't there: {path}")
        return path

    return found


def test_comment_threads(read: Any, real: Any) -> None:
    """20 threads with 6 of 63 replies: field by field as the JSON has it, and 57 are said to be missing."""
    path = real("yt-api-commentthreads/commentThreads.extracted.json")
    result = read(path)
    posts = {post["id"]: post for post in result.posts.to_dicts()}
    assert (result.source, result.tally.imported, result.problems) == ("youtube_api", 26, [])
    threads = json.loads(path.read_text())["items"]
    comments = [(t["snippet"]["topLevelComment"], t["snippet"]["totalReplyCount"]) for t in threads]
    comments += [(reply, None) for t in threads for reply in t.get("replies", {}).get("comments", [])]
    assert len(comments) == 26
    for comment, replies in comments:
        post, said = posts[comment["id"]], comment["snippet"]
        parent = said.get("parentId")
        assert post["text"] == said["textOriginal"]
        assert f"@{post['author_handle']}" == said["authorDisplayName"]
        assert post["author_id"] == said["authorChannelId"]["value"]
        assert f"{post['created_at']:%Y-%m-%dT%H:%M:%SZ}" == said["publishedAt"]
        assert (post["likes"], post["replies"]) == (said["likeCount"], replies)
        assert (post["conversation"], post["reply_to"]) == (said["videoId"], parent or said["videoId"])
        assert post["reply_to_author_id"] == (posts[parent]["author_id"] if parent else said["channelId"])
    reading = read_file(path, recognise(path)[1])
    assert (reading.notices, reading.unknown_fields) == ([Notice(kind="replies_missing", count=57)], [])


def test_comments_with_relative_times(read: Any, real: Any) -> None:
    """2,721 comments without ids or times, of which 8 are there twice; "1,2 rb" likes are 1,200."""
    path = real("yt-internet-rakyat/internet_rakyat.csv")
    result = read(path)
    assert (result.source, result.problems) == ("youtube_comment_downloader", [])
    assert (result.tally.read, result.tally.imported, result.tally.duplicates) == (2721, 2713, 8)
    assert result.posts["created_at"].null_count() == 2713
    assert (result.posts["author_handle"].null_count(), result.posts["likes"].max()) == (1, 1200)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["author"].removeprefix("@") or None, row["text"]) for row in csv.DictReader(file)}
    assert set(result.posts.select("author_handle", "text").rows()) == rows
    kinds = {notice.kind: notice.count for notice in read_file(path, recognise(path)[1]).notices}
    assert kinds == {"no_ids": 2721, "relative_time": 2721, "rounded_count": 1}
