"""Asking over HTTP: what is waited for, what is refused, and that nothing is sent where it shouldn't go."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from suara.collect.live import _http
from suara.collect.live._collecting import Later
from suara.collect.live._http import Refused, get_json, safe
from suara.errors import SourceError

KEY = {"X-Kunci": "rahasia-sekali"}


def asked(server: Any, *answers: Any) -> dict[str, Any]:
    """What comes of one request, to which the server answers these one after the other."""
    left = list(answers)
    server.answers = lambda path, params: left.pop(0)
    with _http.session() as session:
        return get_json(session, f"{server.url}/v3/uji", {"q": "pipa bocor", "n": "2"}, KEY)


def test_an_answer(server: Any) -> None:
    """Parameters and headers arrive, and the answer comes back decoded."""
    assert asked(server, (200, {"items": [1]}, {})) == {"items": [1]}
    assert server.asked == [("/v3/uji", {"q": "pipa bocor", "n": "2"})]
    assert server.headers[0]["X-Kunci"] == "rahasia-sekali"
    assert server.headers[0]["User-Agent"].startswith("suara/")


@pytest.mark.parametrize(("told", "seconds"), [("120", 120.0), ("", None), ("nanti", None), ("0", None), ("-5", None)])
@pytest.mark.parametrize("status", [429, 503])
def test_asks_to_wait(status: int, told: str, seconds: float | None, server: Any) -> None:
    """Retry-After says how long."""
    with pytest.raises(Later, match=str(status)) as later:
        asked(server, (status, {}, {"Retry-After": told}))
    assert later.value.seconds == seconds


def test_asks_to_wait_until(server: Any) -> None:
    """Retry-After may be a time as well."""
    at = format_datetime(datetime.now(UTC) + timedelta(minutes=5), usegmt=True)
    with pytest.raises(Later) as later:
        asked(server, (503, {}, {"Retry-After": at}))
    assert later.value.seconds is not None
    assert 290 < later.value.seconds <= 300


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, {}),
        (502, b"<html>", {}),
        (200, None, {"Content-Length": "1000"}),
        (200, b'{"items": [', {"Content-Length": "1000"}),
        (200, b'{"items": [', {}),
        (200, b"<html>masuk dulu</html>", {}),
        (200, b"[1, 2]", {}),
        (200, b"bukan gzip", {"Content-Encoding": "gzip"}),
        (200, b"[" * 100_000, {}),
    ],
    ids=["500", "502", "cut at once", "cut", "half", "html", "list", "not gzip", "deep"],
)
def test_out_of_order(answer: Any, server: Any) -> None:
    """What comes broken is tried again later."""
    with pytest.raises(Later) as later:
        asked(server, answer)
    assert later.value.seconds is None


def test_nobody_listens() -> None:
    """A host that isn't reached is tried again later."""
    with _http.session() as session, pytest.raises(Later, match="cut or can't be made"):
        get_json(session, "http://127.0.0.1:9/v3", {}, KEY)


@pytest.mark.parametrize(
    ("status", "says"), [(401, "doesn't accept the key"), (403, "doesn't allow"), (404, "isn't there")]
)
def test_says_no(status: int, says: str, server: Any) -> None:
    """A refusal is said in plain words; its answer is at hand."""
    with pytest.raises(Refused, match=says) as refused:
        asked(server, (status, {"error": {"code": status}}, {}))
    assert (refused.value.status, refused.value.body) == (status, {"error": {"code": status}})


def test_sent_on_within_the_host(server: Any) -> None:
    """On the same host it goes where it is sent."""
    assert asked(server, (302, {}, {"Location": "/v4/uji"}), (200, {"items": []}, {})) == {"items": []}
    assert server.asked[1] == ("/v4/uji", {})


@pytest.mark.parametrize(
    "there", ["http://lain.example/", "//lain.example/x", "https://127.0.0.1/", "http://[", "http://localhost:9/"]
)
def test_sent_on_elsewhere(there: str, server: Any) -> None:
    """To another host nothing is sent, least of all a key."""
    with pytest.raises(SourceError, match=r"another host|can't be asked"):
        asked(server, (302, {}, {"Location": there}))
    assert len(server.asked) == 1


def test_sent_on_for_ever(server: Any) -> None:
    """A host that sends in circles is left."""
    with pytest.raises(SourceError, match="more than 5 times"):
        asked(server, *[(302, {}, {"Location": "/v3/uji"})] * 9)


def test_too_much(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than is read of any answer isn't, packed or not."""
    monkeypatch.setattr(_http, "BIGGEST", 1 << 20)
    much = b'"' + b"x" * (2 << 20) + b'"'
    for answer in [(200, much, {}), (200, gzip.compress(much), {"Content-Encoding": "gzip"})]:
        with pytest.raises(SourceError, match="more than 1 MB"):
            asked(server, answer)


def test_too_slow(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that takes for ever isn't waited for."""
    monkeypatch.setattr(_http, "LONGEST", -1.0)
    with pytest.raises(Later, match="minutes for an answer"):
        asked(server, (200, {}, {}))


def test_no_password_from_the_home_folder(server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password that ~/.netrc holds for a host isn't sent."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login warga password rahasia\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    asked(server, (200, {}, {}))
    assert "Authorization" not in server.headers[0]


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example/v3",
        "ftp://127.0.0.1/",
        "api.example",
        "",
        "https://",
        "http://[",
        "https://a:b@c.example/",
        "https://c.example:port/",
    ],
)
def test_unsafe_addresses(url: str) -> None:
    """A key goes over HTTPS, or to this machine."""
    with pytest.raises(SourceError):
        safe(url)
