"""The sources, selections, codings, variables and cases of a REFI-QDA project as markup: whole columns of it at once.

Source: REFI-QDA 1.5, 5.3 (the schema) and 10.2 (places in texts are Unicode code points, the first is 0). That the
end of a selection is the place after its last character is what its examples and all programs do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import polars as pl

from suara.coding.refi._guids import guid, guids
from suara.coding.refi._text import clean, escaped
from suara.coding.refi.ours import PROGRAM_GUIDS

NAME = 60
"""Characters of a selection that are its name, by which it is found again where another program counts otherwise."""

_BY = f'creatingUser="{PROGRAM_GUIDS["words"]}"'
_PLACE = ("from", "to")


@dataclass(frozen=True)
class Variable:
    """An attribute of sources or cases: its column, its names by language, and its type."""

    key: str
    label: Mapping[str, str]
    type: str = "Text"

    @property
    def guid(self) -> str:
        """The same in every project."""
        return guid("variable", self.key)

    def value(self) -> pl.Expr:
        """Its values as markup, "" where there is none."""
        text = pl.col(self.key)
        text = text.dt.strftime("%Y-%m-%dT%H:%M:%SZ") if self.type == "DateTime" else text.cast(pl.String)
        opening = f'<VariableValue><VariableRef targetGUID="{self.guid}"/><{self.type}Value>'
        closing = f"</{self.type}Value></VariableValue>"
        return pl.concat_str(pl.lit(opening), escaped(clean(text)), pl.lit(closing)).fill_null("")


VARIABLES = (
    Variable("platform", {"id": "platform", "en": "platform"}),
    Variable("created_at", {"id": "waktu", "en": "time"}, "DateTime"),
    Variable("month", {"id": "bulan", "en": "month"}),
    Variable("posts", {"id": "jumlah unggahan", "en": "posts"}, "Integer"),
    Variable("kind", {"id": "jenis", "en": "kind"}),
    Variable("agency", {"id": "instansi", "en": "agency"}),
)


def variables(lang: str) -> str:
    """The element `Variables`."""
    rows = pl.DataFrame(
        [(v.guid, v.label[lang], v.type) for v in VARIABLES], schema=["guid", "name", "type"], orient="row"
    )
    each = pl.format('<Variable guid="{}" name="{}" typeOfVariable="{}"/>', "guid", escaped(pl.col("name")), "type")
    return f"<Variables>{rows.select(each.str.join()).item()}</Variables>"


def values(frame: pl.DataFrame) -> pl.Expr:
    """The values of all variables that a frame has columns of, as markup."""
    return pl.concat_str(pl.lit(""), *(variable.value() for variable in VARIABLES if variable.key in frame.columns))


def marks(posts: pl.DataFrame, codings: pl.DataFrame, space: UUID, *, per: str, crlf: bool) -> pl.DataFrame:
    """The places that are coded, and each post as a whole, in order: source, post, whole, guid, selection, coding.

    Args:
        posts: as `suara.present._refi_layout.Layout` has them.
        codings: post, code (GUID), user (GUID), rule, start, end; one without a place is of the whole post.
        space: the namespace of GUIDs.
        per: where it is "post", a source is a post, and the `coding` of the whole stands without a selection.
        crlf: whether the end of a line counts two.
    """
    placed = _inside(posts, codings)
    named = [f"coding\n{row}" for row in placed.select(_joined("post", "code", *_PLACE, "user")).to_series()]
    coding = pl.format(
        '<Coding guid="{}" creatingUser="{}"><CodeRef targetGUID="{}"/></Coding>',
        _series(guids(space, named)),
        "user",
        "code",
    )
    wholes = posts.select(post="key").with_columns(pl.lit(None, pl.Int64).alias(place) for place in _PLACE)
    marked = (
        pl.concat([placed.with_columns(coding=coding), wholes], how="diagonal")
        .group_by("post", *_PLACE)
        .agg(
            pl.col("coding").drop_nulls().sort().str.join(), pl.col("rule").drop_nulls().unique().sort().str.join("; ")
        )
    )
    texts = posts.select("source", "start", "length", "text", post="key", row=pl.int_range(pl.len()))
    marked = marked.join(texts, on="post").sort("row", *_PLACE, nulls_last=False)
    named = [f"selection\n{row}" for row in marked.select(_joined("post", *_PLACE)).to_series()]
    marked = marked.with_columns(guid=_series(guids(space, named)), whole=pl.col("from").is_null())
    return _selected(marked, per=per, crlf=crlf)


def _inside(posts: pl.DataFrame, codings: pl.DataFrame) -> pl.DataFrame:
    """Codings with their place `from` and `to`, both null where it isn't in the text."""
    sizes = posts.select(post="key", size=pl.col("text").str.len_chars())
    sized = codings.join(sizes, on="post", maintain_order="left")
    inside = (pl.col("start") >= 0) & (pl.col("end") > pl.col("start")) & (pl.col("end") <= pl.col("size"))
    places = (pl.when(inside).then(place).alias(name) for place, name in zip(("start", "end"), _PLACE, strict=True))
    return sized.select("post", "code", "user", "rule", *places).unique(
        ["post", "code", "user", *_PLACE], keep="first", maintain_order=True
    )


def _joined(*columns: str) -> pl.Expr:
    return pl.concat_str(pl.col(columns).cast(pl.String).fill_null(""), separator="\n")


def _series(texts: Sequence[str]) -> pl.Series:
    return pl.Series(texts, dtype=pl.String)


def _selected(marked: pl.DataFrame, *, per: str, crlf: bool) -> pl.DataFrame:
    begin, end = pl.col("from").fill_null(0), pl.col("to")
    size = end - begin
    text = pl.col("text").str.slice(begin, pl.min_horizontal(size.fill_null(NAME), NAME)).str.replace_all("\n", " ")
    first, last = pl.col("start") + begin, pl.col("start") + end
    if crlf:
        first, last = (place + _lines_before(to) for place, to in ((first, begin), (last, end)))
    last = pl.coalesce(last, pl.col("start") + pl.col("length"))
    rule = (
        pl.when(pl.col("rule") == "")
        .then(pl.lit(""))
        .otherwise(pl.format("<Description>{}</Description>", escaped(clean(pl.col("rule")))))
    )
    place = 'startPosition="{}" endPosition="{}"'
    selection = pl.format(
        f'<PlainTextSelection guid="{{}}" name="{{}}" {place}>{{}}{{}}</PlainTextSelection>',
        "guid", escaped(text), first, last, rule, "coding",
    )  # fmt: skip
    alone = pl.col("whole") & (per == "post")
    return marked.select(
        "source",
        "post",
        "whole",
        "guid",
        selection=pl.when(alone).then(pl.lit("")).otherwise(selection),
        coding=pl.when(alone).then("coding").otherwise(pl.lit("")),
    )


def _lines_before(place: pl.Expr) -> pl.Expr:
    """How many lines end before a place in a text, each of which counts one more."""
    return pl.col("text").str.slice(0, place).str.count_matches("\n", literal=True).cast(pl.Int64)


def sources(frame: pl.DataFrame, marked: pl.DataFrame) -> pl.Series:
    """Each source as markup; `frame` is as `suara.present._refi_layout.Layout` has it."""
    inside = marked.group_by("source").agg(pl.col("selection", "coding").str.join())
    frame = frame.with_columns(month=pl.col("created_at").dt.strftime("%Y-%m"))
    told = frame.join(inside, on="source", how="left", maintain_order="left")
    return told.select(
        pl.format(
            f'<TextSource guid="{{}}" name="{{}}" plainTextPath="internal://{{}}.txt" {_BY}>{{}}{{}}{{}}</TextSource>',
            "guid", escaped(clean(pl.col("name"))), "guid", pl.col("selection").fill_null(""), pl.col("coding").fill_null(""),
            values(frame),
        )
    ).to_series()  # fmt: skip


def cases(frame: pl.DataFrame, members: pl.DataFrame, reference: str) -> pl.Series:
    """Each case as markup.

    Args:
        frame: case, guid, name, and a column for each variable of cases.
        members: case and the `guid` of what is grouped under it.
        reference: "SourceRef" or "SelectionRef".
    """
    each = members.with_columns(ref=pl.format(f'<{reference} targetGUID="{{}}"/>', "guid"))
    refs = each.group_by("case").agg(pl.col("ref").unique().sort().str.join())
    told = frame.join(refs, on="case", maintain_order="left")
    named = escaped(clean(pl.col("name")))
    return told.select(
        pl.format('<Case guid="{}" name="{}">{}{}</Case>', "guid", named, values(frame), "ref")
    ).to_series()
