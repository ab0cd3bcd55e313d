"""What posts can be told apart by: the agency they speak to, their codes, their time, who wrote them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import available_timezones

import polars as pl

from suara.analyse.communities import leiden
from suara.analyse.network import Network
from suara.analyse.responses.tables import respond
from suara.errors import InputError
from suara.graph.build import COMPLAINTS, Graph
from suara.graph.model import PUBLIC_FROM

TIMEZONE = "Asia/Jakarta"
"""Where days and hours are counted, unless another place is asked for."""

REPLY_KIND = "reply_kind"
"""The codebook of the kinds of answers, and the attribute of complaints: of which kind the first answer was."""

_TIMES = {"month": "%Y-%m", "week": "%G-W%V", "day": "%Y-%m-%d", "weekday": "%u", "hour": "%H"}
_OLD_LANGUAGES = {"in": "id", "iw": "he", "ji": "yi", "und": None}  # codes that X still writes; `und` says nothing

_WORDS = {
    "id": {
        "unknown": "(tidak diketahui)", "none": "(tidak ada)", "yes": "ya", "no": "tidak",
        "agency": "instansi", "verified": "terverifikasi", "large": f"> {PUBLIC_FROM:,} pengikut", "other": "lainnya",
        "1": "Senin", "2": "Selasa", "3": "Rabu", "4": "Kamis", "5": "Jumat", "6": "Sabtu", "7": "Minggu",
    },
    "en": {
        "unknown": "(unknown)", "none": "(none)", "yes": "yes", "no": "no",
        "agency": "agency", "verified": "verified", "large": f"> {PUBLIC_FROM:,} followers", "other": "other",
        "1": "Monday", "2": "Tuesday", "3": "Wednesday", "4": "Thursday", "5": "Friday", "6": "Saturday", "7": "Sunday",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Attribute:
    """One thing that posts can be told apart by."""

    name: str
    values: pl.DataFrame  # post, value (text): one row per post and value; a post without a value has none
    labels: dict[str, str]  # what people call the values, where that differs
    missing: str  # what people call having no value
    ordered: bool = False  # the values have an order of their own


@dataclass(frozen=True)
class Asked:
    """The graph that attributes are of, and what they depend on beside it."""

    graph: Graph
    timezone: str = TIMEZONE
    lang: str = "id"
    members: pl.DataFrame | None = None  # key, community of accounts; Leiden's, where it isn't given


def check_timezone(name: str) -> None:
    """Whether there is such a time zone.

    Raises:
        InputError: there is none.
    """
    if name not in available_timezones():
        raise InputError(f"there is no time zone {name!r}: name it as in Asia/Jakarta or Europe/Amsterdam")


def names(graph: Graph) -> list[str]:
    """The attributes that posts of a graph have; a codebook's is also known by its name alone."""
    return [*_FIXED, *(f"code:{book}" for book in graph.tables["Codebook"]["key"])]


def attribute(asked: Asked, name: str) -> Attribute:
    """One attribute of the posts by its name.

    - `agency`: which agencies a post is addressed to. `complaint`: whether it is one.
    - `topic`: its codes of the codebook `complaints`; `code:BOOK` or `BOOK`: those of another one in use.
    - `reply_kind`: of which kind the first answer to a complaint was (codes of the codebook `reply_kind`).
    - `platform`, `lang`; `month`, `week` (ISO 8601), `day`, `weekday` and `hour` in the time zone that is asked for.
    - `account_kind` of its author: agency, verified, large (more than 5,000 followers), other. `community` of its author.

    Raises:
        InputError: there is no such attribute, codebook or time zone.
    """
    check_timezone(asked.timezone)
    if name in _FIXED:
        return _FIXED[name](asked, name)
    book = name.removeprefix("code:")
    if book in asked.graph.tables["Codebook"]["key"]:
        own = "topic" if book == COMPLAINTS else name if book in _FIXED else book
        return _codes(asked, own, book)  # one name, however it was asked for
    raise InputError(f"posts have no attribute {name!r}; they have {', '.join(names(asked.graph))}")


def chosen(asked: Asked, where: Sequence[str]) -> pl.DataFrame:
    """The posts (column `post`) of which all `NAME=VALUE` are true.

    Raises:
        InputError: a condition isn't written so, or no post has that value.
    """
    posts = asked.graph.tables["Post"].select(post="key")
    for condition in where:
        name, equals, value = condition.partition("=")
        if not equals:
            raise InputError(f"{condition!r} is no condition: write it as NAME=VALUE, as in agency=kai")
        values = attribute(asked, name).values
        with_value = values.filter(value=value)
        if with_value.is_empty():
            there = values.group_by("value").len().sort("len", "value", descending=[True, False])["value"].drop_nulls()
            few = ", ".join(there.head(12)) + (", ..." if len(there) > 12 else "")
            raise InputError(f"no post has {name} = {value!r}; " + (f"there is {few}" if few else "none has any"))
        posts = posts.join(with_value, on="post", how="semi", maintain_order="left")
    return posts


def _of_posts(
    asked: Asked, name: str, value: pl.Expr, labels: Sequence[str] = (), *, ordered: bool = False
) -> Attribute:
    values = asked.graph.posts.select(post="key", value=value.cast(pl.String)).drop_nulls()
    return Attribute(name, values, _labels(asked, labels), _WORDS[asked.lang]["unknown"], ordered)


def _labels(asked: Asked, values: Sequence[str]) -> dict[str, str]:
    return {value: _WORDS[asked.lang][value] for value in values}


def _platform(asked: Asked, name: str) -> Attribute:
    return _of_posts(asked, name, pl.col("platform"))


def _language(asked: Asked, name: str) -> Attribute:
    return _of_posts(asked, name, pl.col("lang").replace(_OLD_LANGUAGES))


def _time(asked: Asked, name: str) -> Attribute:
    local = pl.col("created_at").dt.convert_time_zone(asked.timezone).dt.strftime(_TIMES[name])
    return _of_posts(asked, name, local, "1234567" if name == "weekday" else "", ordered=True)


def _complaint(asked: Asked, name: str) -> Attribute:
    complaints = asked.graph.tables["Post"].filter("complaint")["key"]
    value = pl.when(pl.col("key").is_in(complaints.implode())).then(pl.lit("yes")).otherwise(pl.lit("no"))
    return _of_posts(asked, name, value, ("yes", "no"))


def _of_authors(asked: Asked, accounts: pl.DataFrame) -> pl.DataFrame:
    """What accounts (`key`, `value`) have, of the posts that they wrote."""
    posted = asked.graph.tables["POSTED"].select(post="to", key="from")
    return posted.join(accounts.drop_nulls(), on="key").select("post", "value")


def _account_kind(asked: Asked, name: str) -> Attribute:
    """Whoever is neither known to be verified nor to have many followers is `other`; unknown where neither is told."""
    told = pl.any_horizontal(pl.col("verified", "followers").is_not_null())
    kind = (
        pl.when(pl.col("agency").is_not_null()).then(pl.lit("agency"))
        .when("verified").then(pl.lit("verified"))
        .when(pl.col("followers") > PUBLIC_FROM).then(pl.lit("large"))
        .when(told).then(pl.lit("other"))
    )  # fmt: skip
    values = _of_authors(asked, asked.graph.tables["Account"].select("key", value=kind))
    labels = _labels(asked, ("agency", "verified", "large", "other"))
    return Attribute(name, values, labels, _WORDS[asked.lang]["unknown"])


def _community(asked: Asked, name: str) -> Attribute:
    members = asked.members
    if members is None:
        members, _ = leiden.find(Network.of(asked.graph.tables["INTERACTS"]))
    values = _of_authors(asked, members.select("key", value=pl.col("community").cast(pl.String)))
    return Attribute(name, values, {}, _WORDS[asked.lang]["none"])


def _agency(asked: Asked, name: str) -> Attribute:
    labels = dict(asked.graph.tables["Agency"].select("key", "name").drop_nulls().iter_rows())
    values = asked.graph.tables["ADDRESSED_TO"].select(post="from", value="to")
    return Attribute(name, values, labels, _WORDS[asked.lang]["none"])


def _topic(asked: Asked, name: str) -> Attribute:
    return _codes(asked, name, COMPLAINTS)


def _codes(asked: Asked, name: str, book: str) -> Attribute:
    tables = asked.graph.tables
    if book not in tables["Codebook"]["key"]:
        raise InputError(f"{name} needs the codebook {book}, which isn't in use: add it with `suara code --codebook`")
    of_book = tables["IN"].filter(to=book).select(key="from")
    topics = tables["Topic"].join(of_book, on="key", how="semi")
    values = tables["ABOUT"].select(post="from", key="to").join(topics, on="key").select("post", value="topic")
    labels = dict(topics.select("topic", f"label_{asked.lang}").drop_nulls().iter_rows())
    return Attribute(name, values, labels, _WORDS[asked.lang]["none"])


def _reply_kind(asked: Asked, name: str) -> Attribute:
    kinds = _codes(asked, name, REPLY_KIND)
    first = respond(asked.graph).responses.select(post="complaint", response="response").drop_nulls()
    values = first.join(kinds.values.select("value", response="post"), on="response").select("post", "value")
    return Attribute(name, values, kinds.labels, kinds.missing)


_FIXED: dict[str, Callable[[Asked, str], Attribute]] = {
    "agency": _agency,
    "topic": _topic,
    "complaint": _complaint,
    REPLY_KIND: _reply_kind,
    "platform": _platform,
    "lang": _language,
    **dict.fromkeys(_TIMES, _time),
    "account_kind": _account_kind,
    "community": _community,
}
