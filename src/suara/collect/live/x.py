"""X: what is asked in which order, and how an answer says what comes next. Pages are as `x_api` reads them.

A plan is a row of steps: searches, or timelines of accounts. A request names the step, so that a journal says by
itself what each of its pages is of. Accounts are looked up first, all in one request; their page has them in
`includes.users`, as any page of X.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from suara.collect import x_api
from suara.collect._values import is_id
from suara.collect.live._collecting import Page, Request
from suara.errors import SourceError

if TYPE_CHECKING:
    from suara.collect.live._x_client import Client

SOURCE = x_api
DAYS = timedelta(days=7)  # how far back the recent search goes
LONGEST_QUERY = {False: 512, True: 1024}  # characters, of the recent search and of the full archive
BIGGEST_PAGE = 100
SMALLEST_PAGE = 10
ACCOUNTS_AT_ONCE = 100
TIMELINE = 3200  # posts of an account that its timeline gives
FIRST_POST = datetime(2006, 3, 21, tzinfo=UTC)  # on X at all


class Step(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A search, or the timeline of an account; times as X writes them."""

    query: str | None = None
    account: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True)
class Plan:
    """All that is asked for one collection."""

    steps: tuple[Step, ...]
    archive: bool = False

    @property
    def mark(self) -> str:
        """The same for the same plan: names its collection and tells it from others."""
        content = msgspec.json.encode([self.archive, *self.steps])
        return hashlib.blake2b(content, digest_size=4).hexdigest()

    @property
    def first(self) -> Request:
        """The request for its first page."""
        accounts = [step.account for step in self.steps if step.account]
        begin = {"plan": self.mark, "steps": len(self.steps)}
        return begin | {"accounts": accounts} if accounts else begin | self.asking(0)

    def asking(self, number: int) -> Request:
        """What is asked for a step's first page."""
        step: Request = msgspec.to_builtins(self.steps[number])
        return {"step": number, "archive": self.archive} | step


def query_of(text: str, since: str | None = None, until: str | None = None) -> list[Step]:
    """A search in X's own query language."""
    return [Step(query=text, since=since, until=until)]


def accounts_of(handles: Iterable[str], since: str | None, until: str | None, *, archive: bool) -> list[Step]:
    """What accounts post: their timelines, or all of it in the full archive.

    Raises:
        SourceError: a handle can't be one, or there are more than 100.
    """
    known = handles_of(handles)
    if archive:
        queries = packed([f"from:{handle}" for handle in known], LONGEST_QUERY[True])
        return [Step(query=query, since=since, until=until) for query in queries]
    if len(known) > ACCOUNTS_AT_ONCE:
        raise SourceError(f"{len(known)} accounts: {ACCOUNTS_AT_ONCE} at most at once")
    return [Step(account=handle, since=since, until=until) for handle in known]


def mentions_of(handles: Iterable[str], since: str | None, until: str | None, *, archive: bool) -> list[Step]:
    """Posts that mention or answer accounts."""
    queries = packed([f"@{handle}" for handle in handles_of(handles)], LONGEST_QUERY[archive])
    return [Step(query=query, since=since, until=until) for query in queries]


def conversations_of(
    ids: Iterable[str], since: str | None = None, until: str | None = None, *, archive: bool
) -> list[Step]:
    """All posts of conversations, by the ids of the posts that began them; in the archive since the eldest of them.

    Raises:
        SourceError: an id can't be one.
    """
    known = sorted(dict.fromkeys(ids), key=lambda number: (len(number), number))
    if wrong := [number for number in known if not is_id(number)]:
        raise SourceError(
            f"{wrong[0]!r} is no id of a conversation: it is the number at the end of its first post's address"
        )
    steps = []
    for query in packed([f"conversation_id:{number}" for number in known], LONGEST_QUERY[archive]):
        begun = written(min(map(_time_of, re.findall(r"\d+", query)))) if archive else None
        steps.append(Step(query=query, since=since or begun, until=until))
    return steps


def handles_of(given: Iterable[str]) -> list[str]:
    """Handles without "@", each once; nothing else can get into a query through them.

    Raises:
        SourceError: one can't be a handle.
    """
    known = {handle.lower(): handle for handle in (name.removeprefix("@") for name in given)}
    if wrong := [handle for handle in known.values() if not re.fullmatch(r"[A-Za-z0-9_]{1,20}", handle)]:
        raise SourceError(f"{wrong[0]!r} is no handle on X: letters, digits and _ only")
    return list(known.values())


def packed(clauses: Sequence[str], longest: int, also: str = "") -> list[str]:
    """As few queries as X's limit of their length allows: clauses with OR between them.

    Example:
        >>> packed(["@satu", "@dua", "@tiga"], 24, "-is:retweet")
        ['(@satu) -is:retweet', '(@dua) -is:retweet', '(@tiga) -is:retweet']
        >>> packed(["@satu", "@dua", "@tiga"], 14)
        ['@satu OR @dua', '@tiga']
    """
    made: list[str] = []
    joined = ""
    shape = f"({{}}) {also}" if also else "{}"
    for clause in clauses:
        longer = f"{joined} OR {clause}" if joined else clause
        if joined and len(shape.format(longer)) > longest:
            made.append(shape.format(joined))
            longer = clause
        joined = longer
    return [*made, shape.format(joined)] if joined else made


def pages_of(client: Client, plan: Plan, limit: int | None = None) -> Callable[[Request], Page]:
    """What fetches the page that a request of this plan asks for; pages aren't bigger than the limit needs."""
    size = max(SMALLEST_PAGE, min(limit or BIGGEST_PAGE, BIGGEST_PAGE))

    def page(request: Request) -> Page:
        if "accounts" in request:
            return _looked_up(client, plan, request["accounts"])
        times = {"start_time": request.get("since"), "end_time": request.get("until"), "max_results": size}
        if "query" in request:
            told = client.search(request["query"], archive=request["archive"], next_token=request.get("token"), **times)
        else:
            number = request["ids"][request["step"]]
            told = client.timeline(number, pagination_token=request.get("token"), **times)
        ids = tuple(str(post["id"]) for post in _list(told, "data") if "id" in post)
        return Page(body=told, posts=len(ids), next=_after(plan, request, told), ids=ids)

    return page


def _after(plan: Plan, request: Request, told: dict[str, Any]) -> Request | None:
    """The next page of the same step, else the first of the next step."""
    meta = told.get("meta")
    token = meta.get("next_token") if isinstance(meta, dict) else None
    if isinstance(token, str) and token:
        return request | {"token": token}
    if request["step"] + 1 == len(plan.steps):
        return None
    kept = {"ids": request["ids"]} if "ids" in request else {}
    return plan.asking(request["step"] + 1) | kept


def _looked_up(client: Client, plan: Plan, handles: list[str]) -> Page:
    """The ids of accounts; asked for first, as timelines go by them."""
    told = client.accounts(handles)
    ids = {str(user.get("username")).lower(): str(user.get("id")) for user in _list(told, "data")}
    ids = {handle: number for handle, number in ids.items() if is_id(number)}
    if missing := [f"@{handle}" for handle in handles if handle.lower() not in ids]:
        raise SourceError(
            f"X knows no account {', '.join(missing)}, or has locked it: leave it out, or mend its writing"
        )
    body = {"includes": {"users": told["data"]}, "meta": {"result_count": 0}}
    return Page(body=body, posts=0, next=plan.asking(0) | {"ids": [ids[handle.lower()] for handle in handles]})


@dataclass(frozen=True)
class Cost:
    """What a plan would fetch, as far as X tells before it is fetched."""

    posts: int
    requests: int
    asked: int  # how many requests it took to know
    at_most: int | None = None  # posts; where timelines reach further back than can be counted


def cost(client: Client, plan: Plan, patiently: Callable[[Callable[[], dict[str, Any]]], dict[str, Any]]) -> Cost:
    """Count what a plan would fetch, at X's counts; no post is fetched or paid for."""
    posts = requests = asked = unknown = 0
    for step in plan.steps:
        query = step.query or f"from:{step.account}"
        found, took = _counted(client, query, step, plan.archive, patiently)
        posts, asked = posts + found, asked + took
        requests += max(1, math.ceil(found / BIGGEST_PAGE))
        unknown += step.account is not None and (step.since is None or step.since < written(datetime.now(UTC) - DAYS))
    looked_up = any(step.account for step in plan.steps)
    return Cost(posts, requests + looked_up, asked, posts + unknown * TIMELINE if unknown else None)


def _counted(
    client: Client, query: str, step: Step, archive: bool, patiently: Callable[..., dict[str, Any]]
) -> tuple[int, int]:
    """Posts that a query finds, and how many requests that took: the archive is counted month by month."""
    posts, asked, token = 0, 0, None
    recent = step.since
    if step.account and recent and recent < written(datetime.now(UTC) - DAYS):
        recent = None  # a timeline goes further back than the counts do
    while True:
        more = {"next_token": token} if archive else {}
        told = patiently(
            lambda more=more: client.count(query, archive=archive, start_time=recent, end_time=step.until, **more)
        )
        meta = told.get("meta")
        meta = meta if isinstance(meta, dict) else {}
        found, token = meta.get("total_tweet_count"), meta.get("next_token")
        posts, asked = posts + (found if isinstance(found, int) else 0), asked + 1
        if not archive or not token:
            return posts, asked


class _Metrics(msgspec.Struct, gc=False):
    reply_count: int | None = None


class _Tweet(msgspec.Struct, gc=False):
    id: str | None = None
    conversation_id: str | None = None
    created_at: datetime | None = None
    public_metrics: _Metrics | None = None


class _Told(msgspec.Struct):
    first: Request
    asked: Request
    next: Request | None


class _Kept(msgspec.Struct):
    """A page in a journal."""

    told: _Told = msgspec.field(name="__suara")
    data: list[_Tweet] = []


def rest_of(journal: Path, plan: Plan, oldest: str) -> tuple[tuple[Step, ...], tuple[str, str] | None]:
    """What the pages of a plan of searches in a journal lack: steps from `oldest` on, and the time before that is lost.

    Searches give the newest posts first, so what lacks is what is older than the pages hold.
    """
    pages = [page for page in _pages(journal) if page.told.first == plan.first]
    following = pages[-1].told.next if pages else plan.first
    if following is None:
        return (), None
    number = following["step"]
    rest = list(plan.steps[number:])
    of_it = [page for page in pages if page.told.asked["step"] == number]
    if times := [tweet.created_at for page in of_it for tweet in page.data if tweet.created_at]:
        rest[0] = msgspec.structs.replace(rest[0], until=written(min(times) + timedelta(seconds=1)))
    lost = [(step.since, min(step.until, oldest)) for step in rest if step.until and step.since and step.since < oldest]
    later = (msgspec.structs.replace(step, since=max(step.since or "", oldest)) for step in rest)
    steps = tuple(step for step in later if (step.since or "") < (step.until or "9"))
    return steps, (min(since for since, _ in lost), max(until for _, until in lost)) if lost else None


def conversations_in(journal: Path, low: int, high: int) -> list[str]:
    """Conversations that the pages from `low` to before `high` of a journal take part in, and no page before them.

    A post that began one and has no replies is all of it, so it isn't asked for.
    """
    known: set[str] = set()
    found: dict[str, None] = {}
    for number, page in enumerate(islice(_pages(journal), high)):
        for tweet in page.data:
            conversation = tweet.conversation_id
            alone = tweet.id == conversation and tweet.public_metrics and tweet.public_metrics.reply_count == 0
            if conversation is None or alone:
                continue
            if number < low:
                known.add(conversation)
            elif conversation not in known:
                found[conversation] = None
    return list(found)


def _pages(journal: Path) -> Iterator[_Kept]:
    """The pages of a journal; importing says what is wrong with one that isn't as it should be, which is empty here."""
    decode, with_care = msgspec.json.Decoder(_Kept).decode, msgspec.json.Decoder(_Bare).decode
    if not journal.is_file():
        return
    with journal.open("rb") as file:
        for line in file:
            try:
                yield decode(line)
            except msgspec.ValidationError:
                yield _Kept(with_care(line).told)


class _Bare(msgspec.Struct):
    told: _Told = msgspec.field(name="__suara")


def written(time: datetime) -> str:
    """A time as X writes it.

    Example:
        >>> written(datetime(2026, 3, 1, 7, tzinfo=UTC))
        '2026-03-01T07:00:00Z'
    """
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _time_of(number: str) -> datetime:
    """When a post was made, which its id tells since November 2010.

    Example:
        >>> _time_of("1600000000000000000").date()
        datetime.date(2022, 12, 6)
    """
    milliseconds = (int(number) >> 22) + 1288834974657
    old = int(number) < 30_000_000_000
    return FIRST_POST if old else datetime.fromtimestamp(min(milliseconds / 1000, 4e9), UTC)


def _list(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = told.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
