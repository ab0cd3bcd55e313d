"""A post of Bluesky, as all its answers hold it, and the Post that is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

import msgspec

from suara.collect import _at
from suara.collect._bluesky_text import marked, told
from suara.collect._input import rejected
from suara.collect._values import time
from suara.posts import Post, Problem

_Count = Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]  # what a column of the corpus can hold


class Verification(msgspec.Struct, rename="camel", gc=False):
    """What is said of an account being who it says it is."""

    verified_status: str | None = None
    trusted_verifier_status: str | None = None


class Author(msgspec.Struct, rename="camel", gc=False):
    """Who wrote a post."""

    did: str
    handle: str | None = None
    display_name: str | None = None
    verification: Verification | None = None


class Reference(msgspec.Struct, gc=False):
    """A post that another one names."""

    uri: str | None = None


class _Reply(msgspec.Struct, gc=False):
    root: Reference | None = None
    parent: Reference | None = None


class Record(msgspec.Struct, rename="camel", gc=False):
    """What somebody wrote, as it stands in their repository."""

    text: str
    created_at: str | None = None
    langs: list[str] | None = None
    reply: _Reply | None = None
    tags: list[str] | None = None
    facets: list[dict[str, Any]] | None = None  # open: other programs put in what they like
    embed: dict[str, Any] | None = None  # the same


class View(msgspec.Struct, rename="camel", gc=False):
    """A post with what Bluesky knows of it; where another quotes it, its record is called `value`."""

    uri: str
    author: Author
    record: Record | None = None
    value: Record | None = None
    embed: dict[str, Any] | None = None
    embeds: list[dict[str, Any]] | None = None
    like_count: _Count | None = None
    repost_count: _Count | None = None
    reply_count: _Count | None = None
    quote_count: _Count | None = None
    indexed_at: str | None = None

    @property
    def quoted(self) -> dict[str, Any] | None:
        """The post that it quotes, if that came along."""
        for embed in (self.embed, *(self.embeds or ())):
            inner = (embed or {}).get("record")
            if isinstance(inner, dict) and "uri" not in inner:  # beside pictures or a card, one level deeper
                inner = inner.get("record")
            if isinstance(inner, dict) and "value" in inner and _at.is_post(told(inner, "uri")):
                return inner
        return None


def posts(
    view: View,
    line: int,
    raw: bytes,
    at: datetime | None,
    *,
    context: bool = False,
    known: dict[str, str] | None = None,
) -> Iterator[Post | Problem]:
    """The post, and the posts that it quotes; `known` are handles by DID that came along, `at` is when it was fetched."""
    quoted: View | None = view
    while quoted is not None:
        view, inner, quoted = quoted, quoted.quoted, None
        if inner is not None:
            try:
                quoted = msgspec.convert(inner, View)
            except msgspec.ValidationError as error:
                yield rejected(
                    line, f"a quoted post that isn't one: {error}", msgspec.json.encode(inner), kind="not_a_post"
                )
        yield from _post(view, quoted, line, raw, at, context, known or {})
        context, raw, known = True, raw if inner is None else msgspec.json.encode(inner), None


def _post(
    view: View, quoted: View | None, line: int, raw: bytes, at: datetime | None, context: bool, known: dict[str, str]
) -> Iterator[Post | Problem]:
    record = view.record or view.value
    if record is None or not _at.is_post(view.uri) or _at.author(view.uri) not in (None, view.author.did):
        yield rejected(line, f"not a post, or not its author's: {view.uri[:80]!r}", raw, kind="not_a_post")
        return
    if not _at.is_did(view.author.did):
        yield rejected(line, f"a mangled id: {view.author.did[:80]!r}", raw, kind="mangled_id")
        return
    created_at, wrong = _created(record, view)
    if wrong:
        yield rejected(line, wrong, raw, "created_at" if created_at else None, "impossible_time")
        if created_at is None:
            return
    reply = record.reply or _Reply()
    parent, root = (reference.uri if reference else None for reference in (reply.parent, reply.root))
    for name, uri in (("reply_to", parent), ("conversation", root)):
        if uri is not None and not _at.is_uri(uri):
            yield rejected(line, f"not an address of Bluesky: {uri[:80]!r}", raw, name, "mangled_id")
    parent, root = (uri if _at.is_uri(uri) else None for uri in (parent, root))
    quote_of = told(record.embed, "record", "uri") or told(record.embed, "record", "record", "uri")
    quote_of = quote_of if _at.is_post(quote_of) else None  # lists and feeds are embedded in the same way
    found = marked(record.text, record.facets or [], record.embed, record.tags or [], known)
    handle = _at.handle(view.author.handle)
    answered = _at.author(parent)
    yield Post(
        platform="bluesky",
        id=view.uri,
        url=_at.web(view.uri, handle),
        author_id=view.author.did,
        author_handle=handle,
        author_name=view.author.display_name or None,
        author_verified=_verified(view.author.verification),
        text=record.text or None,
        lang=next(filter(None, record.langs or ()), None),
        created_at=created_at,
        conversation=root if record.reply else view.uri,
        reply_to=parent,
        reply_to_author_id=answered,
        reply_to_author_handle=known.get(answered or ""),
        quote_of=quote_of,
        quote_of_author_id=_at.author(quote_of),
        quote_of_author_handle=_at.handle(quoted.author.handle) if quoted and quoted.uri == quote_of else None,
        mention_ids=found.mention_ids,
        mention_handles=found.mention_handles,
        hashtags=found.hashtags,
        links=found.links,
        likes=view.like_count,
        reposts=view.repost_count,
        replies=view.reply_count,
        quotes=view.quote_count,
        collected_at=at,
        source="bluesky",
        context=context,
    )


def _created(record: Record, view: View) -> tuple[datetime | None, str | None]:
    """When a post was written, by its author's own clock; where that can't be right, when Bluesky first saw it."""
    try:
        seen = time(view.indexed_at or "")
    except ValueError:
        seen = None
    try:
        return time(record.created_at or "") or seen, None
    except ValueError as error:
        instead = ": when Bluesky first saw it stands in for it" if seen else ""
        return seen, f"an impossible time: {(record.created_at or '')[:40]!r} ({error}){instead}"


def _verified(of: Verification | None) -> bool | None:
    return None if of is None else "valid" in (of.verified_status, of.trusted_verifier_status)
