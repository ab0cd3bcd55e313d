"""Tickets of GeoReport v2 (Open311): JSON, alone, in an array or beneath `service_requests`, or CSV of these names.

A ticket becomes a thread, so that answers to it can be looked at as on any platform: the request is a post that
mentions the agency it is for; each note on it, and without notes its status note, is a post by the agency that
answers the request. A note that hands on to another agency mentions that one. Notes that only say that the request
came in are no answers: they are left out, and counted. Who asked isn't told: each request is taken
as somebody's own. Where it is isn't taken but for the ward, as addresses are personal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from suara.collect._input import NOT_JSON, Input, rejected
from suara.collect._items import nested
from suara.collect._json import documents, fields_of
from suara.collect._loose import Loose, moment
from suara.collect._rows import records
from suara.posts import Notice, Post, Problem

TITLE = "Open311 tickets (GeoReport v2, JSON or CSV)"
LOOKS_FOR = "`service_request_id` with `service_name` or `service_code`, in JSON or in the header of a CSV"


class _More(msgspec.Struct, gc=False):
    agency_responsible: str | None = None
    ward: Loose = None


class _Note(msgspec.Struct, gc=False):
    datetime: Loose = None
    summary: str | None = None
    description: str | None = None
    type: str | None = None
    extended_attributes: _More | None = None


class _Ticket(msgspec.Struct, gc=False):
    service_request_id: str | int | None = None
    status: str | None = None
    status_notes: str | None = None
    service_name: str | None = None
    description: str | None = None
    agency_responsible: str | None = None
    requested_datetime: Loose = None
    updated_datetime: Loose = None
    extended_attributes: _More | None = None
    notes: list[_Note] | str | None = None


class _Page(msgspec.Struct, gc=False):
    service_requests: list[msgspec.Raw]


_MANGLED = re.compile(r"[0-9]+[.,][0-9]+([eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+")
CAME_IN = {"opened", "submitted"}
_TAKEN = fields_of(_Ticket)
_LEFT = frozenset(
    {"service_code", "service_notice", "token", "expected_datetime", "address", "address_id", "zipcode", "lat", "long"}
    | {"media_url", "attributes", "account_id", "device_id", "email", "first_name", "last_name", "phone"}
    | {"extended_attributes", "notes.extended_attributes", "jurisdiction_id", "service_object_id", "source"}
)
TAKES = _TAKEN | {f"service_requests.{name}" for name in _TAKEN}
LEAVES = _LEFT | {f"service_requests.{name}" for name in _LEFT}
TELLS = frozenset(
    {"id", "author_id", "author_handle", "text", "created_at", "conversation", "reply_to", "mention_handles", "place"}
)
CANNOT = (
    "who asked (each request counts as somebody's own), where but for the ward; without notes, all answers but the last"
)


def recognise(file: Input) -> bool:
    """Whether the first ticket, or the header, has the names of GeoReport."""
    found = file.first_json if file.kind == "json" else None
    if isinstance(found, dict) and "service_requests" in found:
        found = found["service_requests"]
    if isinstance(found, list) and found:
        found = found[0]
    names = set(found) if isinstance(found, dict) else set(file.header)
    return "service_request_id" in names and bool(names & {"service_name", "service_code"})


def read(file: Input) -> Iterator[Post | Problem | Notice]:
    """The tickets of a file, each as the posts of a thread."""
    came_in, naive = 0, 0
    for record in _tickets(file):
        if not isinstance(record, tuple):
            yield record
            continue
        line, ticket, raw = record
        own = str(ticket.service_request_id or "").strip()
        if not own or _MANGLED.fullmatch(own):
            reason, kind = (f"a mangled id: {own!r}", "mangled_id") if own else ("it has no id", "not_a_post")
            yield rejected(line, reason, raw, kind=kind)
            continue
        try:
            asked_at = moment(ticket.requested_datetime, UTC)
        except ValueError as error:
            reason = f"an impossible time: {str(ticket.requested_datetime)[:40]!r} ({error})"
            yield rejected(line, reason, raw, kind="impossible_time")
            continue
        naive += _names_no_zone(ticket.requested_datetime)
        yield _request(ticket, own, asked_at)
        for post in _answers(ticket, own, asked_at, line, raw):
            if post is None:
                came_in += 1
            else:
                yield post
    if came_in:
        yield Notice(kind="no_answers", count=came_in)
    if naive:
        yield Notice(kind="zone_doubt", count=naive, example="UTC")


def _tickets(file: Input) -> Iterator[tuple[int, _Ticket, bytes | str] | Problem | Notice]:
    """Line number, ticket and record of each ticket, or the problem with it."""
    found = _opened(file) if file.kind == "json" else records(file)
    for item in found:
        if not isinstance(item, tuple):
            yield item
            continue
        line, raw = item[0], item[-1]
        try:
            value = msgspec.json.decode(raw) if len(item) == 2 else nested(item[1])
            ticket = msgspec.convert(value, _Ticket)
        except msgspec.ValidationError as error:
            yield rejected(line, f"not a ticket: {error}", raw, kind="not_a_post")
        except NOT_JSON as error:
            yield rejected(line, f"not JSON: {error}", raw, kind="not_json")
        else:
            yield line, ticket, raw


def _opened(file: Input) -> Iterator[tuple[int, bytes] | Problem]:
    """The tickets of a JSON file, also those beneath `service_requests`."""
    for document in documents(file):
        if not isinstance(document, Problem) and b"service_requests" in document[1]:
            try:
                page = msgspec.json.decode(document[1], type=_Page)
            except NOT_JSON:
                yield document  # looked at as it is
            else:
                yield from ((document[0], bytes(raw)) for raw in page.service_requests)
        else:
            yield document


def _request(ticket: _Ticket, own: str, asked_at: datetime | None) -> Post:
    agency = ticket.agency_responsible or None
    ward = ticket.extended_attributes.ward if ticket.extended_attributes else None
    return Post(
        platform="open311",
        id=own,
        author_id=f"{own}/requester",
        text=_joined(ticket.service_name, ticket.description),
        created_at=asked_at,
        conversation=own,
        mention_ids=[None] if agency else None,
        mention_handles=[agency] if agency else None,
        place=f"ward {ward}" if ward else None,
        source="open311",
    )


def _answers(
    ticket: _Ticket, own: str, asked_at: datetime | None, line: int, raw: bytes | str
) -> Iterator[Post | Problem | None]:
    """A post for each note, or none where it says only that the request came in; without notes the status note."""
    if isinstance(ticket.notes, list) and ticket.notes:
        for number, note in enumerate(ticket.notes, 1):
            if note.type in CAME_IN:
                yield None
                continue
            try:
                at = moment(note.datetime, UTC)
            except ValueError as error:
                reason = f"a note with an impossible time: {str(note.datetime)[:40]!r} ({error})"
                yield rejected(line, reason, raw, kind="impossible_time")
            else:
                yield _note(ticket, note, f"{own}/{number}", own, at)
    elif ticket.status_notes:
        try:
            at = moment(ticket.updated_datetime, UTC)
        except ValueError as error:
            reason = f"an impossible time: {str(ticket.updated_datetime)[:40]!r} ({error})"
            yield rejected(line, reason, raw, "updated_datetime", "impossible_time")
            return
        if at is not None and at != asked_at:  # what was said as the request came in is no answer
            yield _answer(f"{own}/status", own, ticket.agency_responsible, ticket.status_notes, at)


def _note(ticket: _Ticket, note: _Note, id_: str, own: str, at: datetime | None) -> Post:
    """The post of a note: of whoever closes what was handed on, of the agency that has the ticket otherwise."""
    other = note.extended_attributes.agency_responsible if note.extended_attributes else None
    author = other if other and note.type == "follow_on_closed" else ticket.agency_responsible
    handed_on_to = other if note.type == "follow_on_created" else None
    return _answer(id_, own, author, _joined(note.summary, note.description), at, handed_on_to)


def _answer(
    id_: str, own: str, author: str | None, text: str | None, at: datetime | None, handed_on_to: str | None = None
) -> Post:
    return Post(
        platform="open311",
        id=id_,
        author_handle=author or None,
        text=text,
        created_at=at,
        conversation=own,
        reply_to=own,
        mention_ids=[None] if handed_on_to else [],
        mention_handles=[handed_on_to] if handed_on_to else [],
        source="open311",
    )


def _joined(*parts: str | None) -> str | None:
    return "\n".join(part.strip() for part in parts if part and part.strip()) or None


def _names_no_zone(at: Loose) -> bool:
    """Whether a time names no zone; seconds since 1970 need none."""
    try:
        return isinstance(at, str) and bool(at) and datetime.fromisoformat(at).tzinfo is None
    except ValueError:
        return False
