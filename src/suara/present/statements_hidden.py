"""Statements as others may see them: private people under pseudonyms, and what leads to them hidden in texts."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import polars as pl

from suara.coding.statements import DOCUMENTS, OF_DOCUMENT, ROLES, STATEMENTS
from suara.graph.build import Graph
from suara.graph.model import CALLED
from suara.graph.statements import POST
from suara.present._hiding import hidden
from suara.present.people import WORD, is_shown, pseudonym

_ACCOUNTS = {"person": pl.String, "platform": pl.String, "handle": pl.String, "called": pl.String, "open": pl.Boolean}


OF_PEOPLE = ("name", "verified", "type", "kind", "platform")
"""Attributes of people that don't lead to them; the name is the one that may be seen."""


@dataclass(frozen=True)
class Shown:
    """Statements and their documents (posts among them) as others may see them, and what was hidden."""

    statements: pl.DataFrame
    documents: pl.DataFrame
    people: int = 0  # who are under pseudonyms
    places: int = 0  # in texts


def shown(
    statements: pl.DataFrame,
    documents: pl.DataFrame,
    graph: Graph | None,
    *,
    names: str = "public",
    secret: bytes = b"",
    lang: str = "id",
) -> Shown:
    """Statements with the names that people may see.

    Accounts are called by their handles where they may be shown, else by pseudonyms, and their posts by tokens that lead
    nowhere. People in files of hand coders are shown where they speak for an organisation, or all names are. In texts of
    documents, and in further attributes of statements, handles, links and numbers that lead to people are hidden; names that
    are written out stay, and so do the titles of documents and the names of coders. Of the own attributes (`person.notes`)
    of people who aren't shown only those of `OF_PEOPLE` stay.

    Args:
        statements: of posts, of files, or of both.
        documents: those that files tell of.
        graph: of the posts; None where there are none.
        names: "public", "all" or "none".
        secret: the key of pseudonyms.
        lang: the language of pseudonyms.
    """
    accounts = _accounts(graph, names)
    rows = _named(statements, accounts, names, pseudonym(secret, WORD[lang]))
    before = pl.concat([documents, _posts(statements, graph)])
    whole, places = (before, 0) if names == "all" else _without_handles(before, accounts, secret)
    tokens = _tokens(rows, secret)
    authors = (
        rows.select("called", author="person", seen=pl.col("open")).drop_nulls("author").unique("author", keep="first")
    )
    written = [whole["author"], *([rows["author"]] if "author" in rows.columns else [])]
    others = _aliases(pl.concat(written), pseudonym(secret, WORD[lang])).rename({"person": "author"})
    known = others.join(authors, on="author", how="left").select("author", shown=pl.coalesce("called", "alias"))
    named = pl.when(pl.lit(names == "all")).then(pl.coalesce("called", "author")).otherwise("shown")
    out = (
        whole.join(authors, on="author", how="left", maintain_order="left")
        .join(known, on="author", how="left", maintain_order="left")
        .join(tokens, on="document", how="left", maintain_order="left")
        .with_columns(author=named, title=pl.when(pl.col("token").is_null()).then("title"))
        .with_columns(document=pl.coalesce("token", "document"))
    )
    rows = rows if names == "all" else _attributes(rows, known, accounts, secret)
    made = _unlinked(rows if names == "all" else _evidence(rows, before, whole, accounts, secret), tokens, names)
    people = rows.filter(~pl.col("open"))["person"].n_unique()
    return Shown(made.select(statements.columns), out.select(*DOCUMENTS), people, places)


def _accounts(graph: Graph | None, names: str) -> pl.DataFrame:
    """The accounts, what they are called, and whether they may be."""
    if graph is None:
        return pl.DataFrame(schema=_ACCOUNTS)
    return (
        graph.tables["Account"]
        .select("platform", "handle", person="key", called=CALLED, open=is_shown(names))
        .select(*_ACCOUNTS)
    )


def _named(statements: pl.DataFrame, accounts: pl.DataFrame, names: str, alias: Callable[[str], str]) -> pl.DataFrame:
    """Statements with what their person is `called`, and whether that is their name (`open`)."""
    rows = statements.join(accounts.select("person", "called", "open"), on="person", how="left", maintain_order="left")
    speaks = (pl.lit(names == "public") & pl.col("organisation").is_not_null()) | pl.lit(names == "all")
    known = pl.coalesce("open", speaks) | pl.col("person").is_null()
    rows = rows.with_columns(open=known).join(
        _aliases(rows["person"], alias), on="person", how="left", maintain_order="left"
    )
    return rows.with_columns(called=pl.when("open").then(pl.coalesce("called", "person")).otherwise("alias"))


def _aliases(names: pl.Series, alias: Callable[[str], str]) -> pl.DataFrame:
    """The pseudonym of each name: person, alias."""
    each = names.drop_nulls().unique()
    return pl.DataFrame({"person": each, "alias": pl.Series(list(map(alias, each)), dtype=pl.String)})


def _posts(statements: pl.DataFrame, graph: Graph | None) -> pl.DataFrame:
    """The posts in which statements are, as documents; their author is the key of an account."""
    if graph is None:
        return pl.DataFrame(schema=DOCUMENTS)
    keys = statements.filter(type=POST).select("document").unique(maintain_order=True)
    authors = graph.tables["POSTED"].select(document="to", author="from")
    told = graph.posts.select("text", document="key", time="created_at", source="platform", kind=pl.lit(POST))
    made = keys.join(told, on="document", maintain_order="left").join(
        authors, on="document", how="left", maintain_order="left"
    )
    return pl.concat([pl.DataFrame(schema=DOCUMENTS), made.with_columns(title="document")], how="diagonal")


def _without_handles(documents: pl.DataFrame, accounts: pl.DataFrame, secret: bytes) -> tuple[pl.DataFrame, int]:
    """Documents whose texts don't lead to private people, as long as they were; and how many places were hidden."""
    platform = pl.when(pl.col("kind").eq_missing(pl.lit(POST))).then("source").otherwise(pl.lit(""))
    texts, places = hidden(documents.select("text", platform=platform), *_known(accounts), secret)
    return documents.with_columns(texts.alias("text")), places


def _tokens(rows: pl.DataFrame, secret: bytes) -> pl.DataFrame:
    """What the posts of hidden people are called: document, token."""
    keys = rows.filter(pl.col("type") == POST, ~pl.col("open"))["document"].unique(maintain_order=True)
    tokens = [f"post {hmac.new(secret, f'post {key}'.encode(), sha256).hexdigest()[:16]}" for key in keys]
    return pl.DataFrame({"document": keys, "token": pl.Series(tokens, dtype=pl.String)})


def _evidence(
    rows: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame, accounts: pl.DataFrame, secret: bytes
) -> pl.DataFrame:
    """Statements with their words as the document has them now; where they don't stand in it, hidden by themselves."""
    texts = before.select("document", before="text", after=after["text"]).unique("document", keep="first")
    rows = rows.join(texts, on="document", how="left", maintain_order="left")
    place = pl.col("start").clip(lower_bound=0), (pl.col("end") - pl.col("start")).clip(lower_bound=0)
    there = (pl.col("before").str.slice(*place) == pl.col("text")).fill_null(value=False)
    platform = pl.col("platform").fill_null("") if "platform" in rows.columns else pl.lit("")
    own, _ = hidden(rows.select("text", platform=platform), *_known(accounts), secret)
    return rows.with_columns(text=pl.when(there).then(pl.col("after").str.slice(*place)).otherwise(own))


def _attributes(rows: pl.DataFrame, authors: pl.DataFrame, accounts: pl.DataFrame, secret: bytes) -> pl.DataFrame:
    """Statements without what attributes tell of people who aren't shown; authors of documents as they may be seen."""
    if "author" in rows.columns:
        rows = (
            rows.join(authors, on="author", how="left", maintain_order="left")
            .with_columns(author="shown")
            .drop("shown")
        )
    kept = {f"person.{name}" for name in OF_PEOPLE}
    own = [name for name in rows.columns if name.startswith("person.") and name not in kept]
    rows = rows.with_columns(pl.when("open").then(name).alias(name) for name in own)
    platform = pl.col("platform").fill_null("") if "platform" in rows.columns else pl.lit("")
    for name in (name for name in rows.columns if _is_free(name) and rows.schema[name] == pl.String):
        seen, _ = hidden(rows.select(text=pl.col(name).fill_null(""), platform=platform), *_known(accounts), secret)
        rows = rows.with_columns(pl.when(pl.col(name).is_not_null()).then(seen).alias(name))
    return rows


_OURS = {*STATEMENTS, *OF_DOCUMENT.values(), "platform", "agency", "region", "conversation", "called", "alias"}


def _is_free(name: str) -> bool:
    """Whether it is an attribute that a hand coder has thought of, or words of a post."""
    return name == "qualifier.text" or (name not in _OURS and name.partition(".")[0] not in (*ROLES, "qualifier"))


def _known(accounts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The accounts whose handles stay in texts, and all that are known."""
    known = accounts.drop_nulls("handle").with_columns(pl.col("handle").str.to_lowercase(), key="person")
    return known.filter("open"), known


def _unlinked(rows: pl.DataFrame, tokens: pl.DataFrame, names: str) -> pl.DataFrame:
    """Statements under the names that may be seen, without what else leads to people who aren't shown."""
    rows = rows.join(tokens, on="document", how="left", maintain_order="left")
    shown_post, everybody = pl.col("token").is_null(), pl.lit(names == "all")
    changes = {
        "statement": pl.when(shown_post).then("statement").otherwise(
            pl.concat_str("token", pl.col("statement").str.strip_prefix(pl.col("document")))
        ),
        "document": pl.coalesce("token", "document"),
        "person": pl.col("called"),
        "person.name": pl.col("called"),
        "person.verified": pl.when("open").then("person.verified"),
        "conversation": pl.when(everybody).then("conversation"),
        "title": pl.when(shown_post).then("title"),
    }  # fmt: skip
    return rows.with_columns(change.alias(name) for name, change in changes.items() if name in rows.columns)
