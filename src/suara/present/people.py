"""Whose names are shown to whom: people go under pseudonyms unless they are public, agencies never do."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import polars as pl

from suara.coding import media
from suara.graph.build import Graph
from suara.graph.model import CALLED, PUBLIC_FROM
from suara.present._hiding import hidden, odd_ones
from suara.present._text import clean

NAMES = ("public", "all", "none")

WORD = {"id": "warga", "en": "citizen"}
"""What a pseudonym begins with, by language."""

_LONGEST = 60  # letters of a name
_ADDRESS = r"^https?://[A-Za-z0-9.\-]+(?::[0-9]+)?(?:/[A-Za-z0-9\-._~/?#@!$&()*+,;=%:]*)?$"


def is_public() -> pl.Expr:
    """Whether an account (`platform`, `handle`, `verified`, `followers`) is taken to be a public voice: media are, too."""
    address = pl.concat_str("platform", pl.lit(":"), pl.col("handle").str.to_lowercase())
    known = media.accounts().select(pl.concat_str("platform", pl.lit(":"), "handle")).to_series()
    is_medium = address.is_in(known.implode()).fill_null(value=False)
    return pl.col("verified").fill_null(False) | (pl.col("followers") > PUBLIC_FROM).fill_null(False) | is_medium


def is_shown(names: str) -> pl.Expr:
    """Whether an account (`platform`, `handle`, `agency`, `verified`, `followers`) is shown by its name.

    Example:
        >>> accounts = pl.DataFrame({"platform": "x", "handle": ["detikcom", "warga_contoh", "besar_contoh"],
        ...     "agency": pl.Series([None] * 3, dtype=pl.String), "verified": None, "followers": [None, 9, 9_000]})
        >>> [accounts.select(is_shown(names)).to_series().to_list() for names in NAMES]
        [[True, False, True], [True, True, True], [False, False, False]]
    """
    people = {"public": is_public(), "all": pl.lit(True), "none": pl.lit(False)}[names]
    return pl.col("agency").is_not_null() | people


def pseudonym(secret: bytes, word: str) -> Callable[[str], str]:
    """A function that gives an account the same pseudonym each time, and can't be undone without the secret.

    Example:
        >>> pseudonym(b"secret", "warga")("x:1") == pseudonym(b"secret", "warga")("x:1")
        True
    """

    def name(key: str) -> str:
        return f"{word} {hmac.new(secret, key.encode(), sha256).hexdigest()[:8]}"

    return name


def without_named_tags(graph: Graph, names: str) -> Graph:
    """The graph without hashtags that are the handle of somebody who isn't shown."""
    accounts = graph.tables["Account"].filter(~is_shown(names)).drop_nulls("handle")
    tags = accounts["handle"].str.to_lowercase().unique()
    kept = graph.tables["Hashtag"].filter(~pl.col("tag").is_in(tags.implode()))
    tagged = graph.tables["TAGGED"].join(kept, left_on="to", right_on="key", how="semi", maintain_order="left")
    return replace(graph, tables=graph.tables | {"Hashtag": kept, "TAGGED": tagged})


@dataclass(frozen=True)
class People:
    """What the accounts of a graph are called to others, and texts without what leads to those who aren't named.

    `accounts`: key, platform, handle, agency, shown (whether by name), label (the name, else a pseudonym).
    """

    accounts: pl.DataFrame
    names: str
    secret: bytes

    @classmethod
    def of(cls, graph: Graph, names: str, secret: bytes, lang: str) -> People:
        """The people of a graph.

        Args:
            graph: the graph.
            names: one of `NAMES`.
            secret: the key of the pseudonyms.
            lang: the language of pseudonyms, "id" or "en".
        """
        table = graph.tables["Account"].select(
            "key",
            "platform",
            "handle",
            "agency",
            shown=is_shown(names),
            called=CALLED,
            bare=pl.all_horizontal(pl.col("handle", "name").is_null()),
        )
        of_agency = graph.tables["Agency"].select(agency="key", its_name="name")
        table = table.join(of_agency, on="agency", how="left", maintain_order="left").with_columns(
            called=pl.when("bare").then(pl.coalesce("its_name", "called")).otherwise("called")
        )
        alias = pseudonym(secret, WORD[lang])
        labels = [
            (clean(called, _LONGEST) or "…") if shown else alias(key)
            for key, shown, called in table.select("key", "shown", "called").iter_rows()
        ]
        return cls(
            table.drop("called", "bare", "its_name").with_columns(label=pl.Series(labels, dtype=pl.String)),
            names,
            secret,
        )

    def tags(self) -> pl.Series:
        """The hashtags (without "#", in lower case) that are handles of those who aren't named."""
        return self.accounts.filter(~pl.col("shown"))["handle"].drop_nulls().str.to_lowercase().unique()

    def labels(self, texts: Sequence[str]) -> list[str]:
        """A few short texts, such as names of files, without the handles of those who aren't named."""
        odd = odd_ones(self.tags()).to_list() if texts else []
        found = sorted((one for one in odd if any(one in text.lower() for text in texts)), key=len, reverse=True)
        if not found:
            return list(texts)
        masks = ["x" * len(one) for one in found]
        kept = pl.Series(texts, dtype=pl.String)
        return kept.str.replace_many(found, masks, ascii_case_insensitive=True, leftmost=True).to_list()

    def links(self, posts: pl.DataFrame, address: str = _ADDRESS) -> pl.Series:
        """The addresses (`url`) of posts whose author is named (`shown`); null where they are no address or name others.

        `address` is the pattern of an address; by default without any sign that Markdown takes for its own.
        """
        told = posts.select("url", "shown").with_row_index("row")
        words = pl.col("url").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}_.]+")
        spoken = told.select("row", word=words).explode("word", empty_as_null=False, keep_nulls=False)
        naming = spoken.filter(pl.col("word").is_in(self.tags().implode()))["row"]
        kept = pl.col("shown").fill_null(value=False) & pl.col("url").str.contains(address)
        kept &= ~pl.col("row").is_in(naming.implode())
        return told.select(pl.when(kept).then("url")).to_series()

    def texts(self, posts: pl.DataFrame) -> tuple[pl.Series, int]:
        """Texts of posts (`platform`, `text`) as others may see them, and how many places in them were hidden."""
        if self.names == "all":
            return posts["text"], 0
        known = self.accounts.drop_nulls("handle").with_columns(pl.col("handle").str.to_lowercase())
        shown = known.filter("shown").select("platform", "handle")
        return hidden(posts, shown, known.select("platform", "handle", "key"), self.secret)
