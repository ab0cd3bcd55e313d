"""Open311: a ticket as a thread of request, notes and hand-overs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from suara.collect import open311
from suara.collect._input import Input
from suara.posts import Notice

TICKET = {
    "service_request_id": "24-00001399",
    "service_name": "Jalan Berlubang",
    "requested_datetime": "2024-01-03T08:00:00Z",
    "updated_datetime": "2024-01-05T08:00:00Z",
    "status_notes": "Selesai",
    "agency_responsible": "Bina Marga Contoh",
}


def test_request_field_by_field(read: Any) -> None:
    """A request is a post of somebody unknown, who has no other, that mentions the agency it is for; no address is in it."""
    post = read("open311/requests.json").post("00001301")
    told = {name: value for name, value in post.items() if value is not None}
    assert told == {
        "platform": "open311",
        "author_id": "24-00001301/requester",
        "id": "24-00001301",
        "text": "Jalan Berlubang\nLubang besar di depan pasar",
        "created_at": datetime(2024, 1, 3, 1, tzinfo=UTC),
        "conversation": "24-00001301",
        "mention_ids": [None],
        "mention_handles": ["Bina Marga Contoh"],
        "place": "ward 12",
        "source": "open311",
        "context": False,
    }


def test_note_field_by_field(read: Any) -> None:
    """A note is a post by the agency that answers the request."""
    post = read("open311/requests.json").post("00001301/3")
    told = {name: value for name, value in post.items() if value is not None}
    assert told == {
        "platform": "open311",
        "id": "24-00001301/3",
        "author_handle": "Bina Marga Contoh",
        "text": "Hasil pemeriksaan\nSaluran di bawahnya bocor",
        "created_at": datetime(2024, 1, 4, 2, tzinfo=UTC),
        "conversation": "24-00001301",
        "reply_to": "24-00001301",
        "mention_ids": [],
        "mention_handles": [],
        "source": "open311",
        "context": False,
    }


def test_hand_over(read: Any) -> None:
    """A follow-on mentions whom it is handed to, who then closes it; the ticket is closed by whose it is."""
    result = read("open311/requests.json")
    notes = [result.post(f"00001301/{number}") for number in (4, 5, 6)]
    assert [(note["author_handle"], note["mention_handles"]) for note in notes] == [
        ("Bina Marga Contoh", ["Sumber Daya Air Contoh"]),
        ("Sumber Daya Air Contoh", []),
        ("Bina Marga Contoh", []),
    ]


def test_requests_coming_in_are_no_answers(fixture_file: Any) -> None:
    """Notes that only say that a request came in are no posts, and are counted."""
    found = list(open311.read(Input(fixture_file("open311/requests.json"))))
    assert Notice(kind="no_answers", count=2) in found
    assert [post.id for post in found if getattr(post, "reply_to", None) == "24-00001301"] == [
        f"24-00001301/{number}" for number in (3, 4, 5, 6)
    ]


def test_status_note_is_the_answer_without_notes(read: Any) -> None:
    """Without notes the status note is the answer, unless it is as old as the request."""
    result = read("open311/page.json")
    answer = result.post("00001311/status")
    assert (answer["author_handle"], answer["text"]) == ("Pertamanan Contoh", "Selesai diperbaiki")
    assert (answer["reply_to"], answer["created_at"]) == ("24-00001311", datetime(2024, 1, 10, 9, 0, 1, tzinfo=UTC))
    assert result.posts.height == 3


def test_table(read: Any, fixture_file: Any) -> None:
    """A CSV of GeoReport's names gives the same; times without a zone are told to be taken as UTC."""
    result = read("open311/requests.csv")
    assert (result.tally.imported, result.told) == (4, [(4, None), (5, "updated_datetime")])
    assert result.post("1322")["text"] == "Jalan Berlubang\nPohon tumbang, menutup jalan"
    found = list(open311.read(Input(fixture_file("open311/requests.csv"))))
    assert found[-1] == Notice(kind="zone_doubt", example="UTC")


def test_nothing_known_is_none(read: Any) -> None:
    """A ticket that names no agency mentions nobody known, and its number may be one."""
    post = read("open311/requests.json").post("1302")
    assert (post["mention_handles"], post["text"], post["place"]) == (None, "Jalan Berlubang", None)


@pytest.mark.parametrize(
    "wrapped", [TICKET, [TICKET], {"service_requests": [TICKET]}, [{"service_requests": [TICKET]}]], ids=range(4)
)
def test_alone_or_in_a_list(wrapped: Any, read: Any, file_of: Any) -> None:
    """A ticket alone, in an array or beneath `service_requests` is the same ticket."""
    if wrapped == [{"service_requests": [TICKET]}]:
        made = json.dumps({"service_requests": [TICKET]}) + "\n" + json.dumps({"service_requests": [TICKET]})
    else:
        made = json.dumps(wrapped)
    assert read(file_of(made)).posts["id"].to_list() == ["24-00001399", "24-00001399/status"]


def test_faults(read: Any) -> None:
    """Tickets without an id, with an impossible time or notes that are none; a note's impossible time costs the note."""
    result = read("open311/requests.json")
    assert [problem.kind for problem in result.problems] == [
        *("not_a_post", "impossible_time", "impossible_time", "not_a_post"),
    ]
    assert result.post("00001305")["conversation"] == "24-00001305"


def test_one_broken_ticket_costs_itself(read: Any, file_of: Any) -> None:
    """A ticket that can't be read is told; those beside it beneath `service_requests` are taken."""
    result = read(file_of(json.dumps({"service_requests": [TICKET | {"status": 5}, TICKET]})))
    assert (result.tally.imported, result.told) == (2, [(1, None)])
