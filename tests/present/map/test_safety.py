"""That hostile text stays text, and that a page asks nothing of the network; opened in a browser too."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.maps import ATTACK, Tags, hostile, invented, written

from suara.present.map import write_map
from suara.present.map.page import sha256, vis


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "map.html"


def test_hostile_text_stays_text(page: Path) -> None:
    write_map(*hostile(), page, title=ATTACK)
    text = page.read_text("utf-8")
    tags = Tags(text).found
    assert sum(tag == "script" for tag, _ in tags) == 3
    assert not [tag for tag, attrs in tags if tag == "img" or any(name.startswith("on") for name in attrs)]
    data = re.search(r'type="application/json">(.*?)</script>', text, re.S)
    assert data
    assert not re.search("[<>&\u2028\u2029]", data[1])
    assert "\\u003c/script\\u003e" in data[1]


def test_signs_that_hide_or_turn_text_are_gone(page: Path) -> None:
    write_map(*hostile(), page, title=ATTACK)
    body = page.read_text("utf-8").replace(vis(), "")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u2028\ufeff]", body)
    data = written(page)
    everything = json.dumps(data, ensure_ascii=False)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\u2028\ufeff]", everything)
    assert max(map(len, data["nodes"]["label"])) == 60


def test_page_asks_nothing_of_the_network(page: Path) -> None:
    """Every address in the page is a data: one, and its policy forbids all but the page's own scripts."""
    write_map(*invented(80), page)
    text = page.read_text("utf-8")
    tags = Tags(text).found
    assert "sourceMappingURL" not in text
    addresses = [attrs[a] for _, attrs in tags for a in ("src", "href", "srcset", "action", "data") if a in attrs]
    assert all(str(address).startswith("data:") for address in addresses)
    assert not re.search(r"@import|url\(", re.sub(r"<script>.*?</script>", "", text, flags=re.S))
    policy = next(attrs["content"] for tag, attrs in tags if tag == "meta" and "http-equiv" in attrs) or ""
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.split("style-src")[0]
    scripts = re.findall(r"<script>(.*?)</script>", text, re.S)
    assert [f"'sha256-{sha256(script)}'" in policy for script in scripts] == [True, True]
