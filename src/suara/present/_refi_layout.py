"""Which posts stand in which source of a REFI-QDA project, and where in its text."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import polars as pl

from suara.coding.refi._guids import guids
from suara.coding.refi._text import FORBIDDEN, clean
from suara.coding.refi.ours import HEADER, TOKEN_LENGTH, post_name
from suara.graph.build import Graph
from suara.posts.post import IS_REPOST
from suara.present.people import People, is_public

PER = ("conversation", "post")
LINE_ENDS = {"lf": "\n", "crlf": "\r\n"}
LARGE = 10
"""Posts from which a conversation is a source of its own."""

MOST = 500
"""Posts of a source, so that a program opens it at once."""

KINDS = {
    "agency": {"id": "akun instansi", "en": "agency's account"},
    "public": {"id": "tokoh publik", "en": "public voice"},
    "private": {"id": "warga", "en": "private person"},
}


@dataclass(frozen=True)
class Layout:
    """Posts and sources, and what was hidden, replaced and left out on the way.

    `posts`: key, guid, source, start and length (in the text of the source), text (lines end in one line feed),
    platform, created_at, context, account, label, kind, agency. `sources`: source, guid, name, text, platform,
    created_at, posts.
    """

    posts: pl.DataFrame
    sources: pl.DataFrame
    hidden: int  # handles, links, addresses and numbers
    replaced: int  # characters that XML can't hold
    reposts: int  # left out: their text is another's
    without_text: int  # left out


def laid_out(graph: Graph, *, per: str, names: str, lang: str, line_ends: str, secret: bytes, space: UUID) -> Layout:
    """Lay the posts of a graph out in sources: one a post, or conversations.

    A conversation of `LARGE` posts is a source; smaller ones stand together in one of their platform and month, so that
    there are few. After `MOST` posts another source begins.
    """
    own = graph.posts.filter(~IS_REPOST)
    texted = own.filter(pl.col("text").str.strip_chars().str.len_chars() > 0)
    people = People.of(graph, names, secret, lang)
    texts, count = people.texts(texted)
    posts = _authored(graph, texted.with_columns(text=texts), people, lang)
    replaced = int(posts["text"].str.count_matches(FORBIDDEN).sum())
    own_guids = pl.Series(guids(space, map(post_name, posts["key"])), dtype=pl.String)
    posts = posts.with_columns(guid=own_guids, text=clean(pl.col("text")))
    placed = _placed(_grouped(posts, per), per, LINE_ENDS[line_ends])
    sources = _sources(placed, per, space)
    shown = placed.drop("block", "group", "part", "alone")
    return Layout(shown, sources, count, replaced, graph.posts.height - own.height, own.height - texted.height)


def _authored(graph: Graph, posts: pl.DataFrame, people: People, lang: str) -> pl.DataFrame:
    """Posts with the account that wrote them, as it is called to others."""
    kind = pl.when(pl.col("agency").is_not_null()).then(pl.lit("agency")).when(is_public()).then(pl.lit("public"))
    kinds = graph.tables["Account"].select(
        "key", kind=kind.otherwise(pl.lit("private")).replace_strict({name: told[lang] for name, told in KINDS.items()})
    )
    accounts = people.accounts.join(kinds, on="key", maintain_order="left").select(
        "kind", "agency", account="key", label=clean(pl.col("label")).str.replace_all(r"[\n\t|]+", " ")
    )
    by = graph.accounts.authors.select("key", "account").unique("key", keep="first", maintain_order=True)
    return (
        posts.select("key", "platform", "conversation", "created_at", "context", "text")
        .join(by, on="key", how="left", maintain_order="left")
        .join(accounts, on="account", how="left", maintain_order="left")
    )


def _grouped(posts: pl.DataFrame, per: str) -> pl.DataFrame:
    """Posts in the order in which they stand, with the number of their `source`, from 0."""
    if per == "post":
        posts = posts.sort("created_at", "key", nulls_last=True)
        return posts.with_columns(group="key", part=0, alone=True, source=pl.int_range(pl.len()))
    together = ["platform", pl.coalesce("conversation", "key")]
    posts = posts.with_columns(
        thread=pl.concat_str(together, separator=" "),
        alone=pl.len().over(together) >= LARGE,
        began=pl.col("created_at").min().over(together),
    )
    month = pl.concat_str("platform", pl.col("began").dt.strftime("%Y-%m").fill_null("?"), separator=" ")
    posts = posts.with_columns(group=pl.when("alone").then("thread").otherwise(month))
    order = [~pl.col("alone"), pl.col("began").min().over("group"), "group", "began", "thread", "created_at", "key"]
    posts = posts.sort(order, nulls_last=True).with_columns(row=pl.int_range(pl.len()).over("group", "alone"))
    row = pl.when("alone").then("row").otherwise(pl.col("row").min().over("thread"))  # small threads are never cut
    posts = posts.with_columns(part=row // MOST)
    return posts.with_columns(source=pl.struct("group", "alone", "part").rle_id().cast(pl.Int64)).drop("began", "row")


def _placed(posts: pl.DataFrame, per: str, newline: str) -> pl.DataFrame:
    """Posts with the place of their text in that of the source, in code points, and the `block` that they add to it."""
    text = pl.col("text").str.replace_all("\n", newline, literal=True)
    if per == "post":
        length = text.str.len_chars().cast(pl.Int64)
        return posts.with_columns(block=text, start=pl.lit(0, pl.Int64), length=length)
    when = pl.col("created_at").dt.strftime("%Y-%m-%d %H:%M").fill_null("?")
    header = pl.format(HEADER, when, "platform", pl.col("label").fill_null("?"), _token("guid")) + pl.lit(newline)
    posts = posts.with_columns(block=pl.concat_str(header, text, pl.lit(2 * newline)), header=_length(header))
    before = _length(pl.col("block")).cum_sum().over("source") - _length(pl.col("block"))
    return posts.with_columns(start=before + pl.col("header"), length=_length(text)).drop("header")


def _token(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all("-", "", literal=True).str.slice(0, TOKEN_LENGTH)


def _length(text: pl.Expr) -> pl.Expr:
    return text.str.len_chars().cast(pl.Int64)


def _sources(posts: pl.DataFrame, per: str, space: UUID) -> pl.DataFrame:
    """One row a source, with a name that no other has."""
    sources = posts.group_by("source", maintain_order=True).agg(
        pl.col("group", "part", "alone", "platform", "label", "created_at").first(),
        post=pl.col("guid").first(),
        text=pl.col("block").str.join(),
        posts=pl.len().cast(pl.Int64),
    )
    named = [f"source\n{row}" for row in sources.select("group", "alone", "part").iter_rows()]
    own = pl.col("post") if per == "post" else pl.Series(guids(space, named), dtype=pl.String)
    month, time = (pl.col("created_at").dt.strftime(form).fill_null("?") for form in ("%Y-%m", "%Y-%m-%d %H.%M"))
    author = pl.concat_str(time, pl.lit(" "), pl.col("label").fill_null("?"))
    title = pl.when("alone").then(author).otherwise(month)
    several = pl.when(pl.len().over("group", "alone") > 1).then(pl.format(" ({})", pl.col("part") + 1))
    sources = sources.with_columns(guid=own, title=pl.concat_str("platform", pl.lit(" "), title, several.fill_null("")))
    return sources.select(
        "source",
        "guid",
        "text",
        "platform",
        "created_at",
        "posts",
        name=pl.concat_str("title", pl.lit(" #"), _token("guid")),
    )
