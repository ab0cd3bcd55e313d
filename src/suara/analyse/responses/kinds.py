"""What kind of answer a reply of an agency is: one that helps, one that sends on, or a text that everybody gets."""

from __future__ import annotations

import polars as pl

from suara.analyse._similarity import near_duplicates
from suara.analyse.responses import link as linking
from suara.analyse.responses._plain import LINK, plain
from suara.analyse.responses.handing_on import handed_on
from suara.coding.own import own_text
from suara.graph.build import Graph

BOOK = "reply_kind"
"""The codebook that says what replies do."""

KINDS = ("hands_on", "asks_for_dm", "link_only", "automatic", "substantive", "brief")
"""The kinds; where a reply is several, the first of these. See `kinds`."""

REPEATED, PEOPLE = 5, 5
"""A text is automatic that an agency has sent so often, to so many people."""

ALIKE, RUN = 0.7, 2
"""How alike texts of one template are: Jaccard similarity of runs of so many words. A name or a place in it may differ."""

FEW, NEARLY_NONE, SAID_ALIKE = 3, 5, 5
"""Words of its own that a substantive reply has at least, that stand at most beside a link, that an automatic text has at
least (thanks and the like are said alike by everybody)."""

FOUND = {"response": pl.String, "kind": pl.String, "automatic": pl.Boolean, "template": pl.Int64}


def kinds(graph: Graph, codes: pl.DataFrame) -> pl.DataFrame:
    """The kind of each post of an agency that replies to or mentions somebody; see `FOUND`.

    - hands_on: it sends on to another agency (see `handing_on.handed_on`), or has the code `hands_on` of `reply_kind`.
    - asks_for_dm: it has that code.
    - link_only: a link and nearly no words of its own (at most `NEARLY_NONE`).
    - automatic: nearly the same as at least 4 other replies of that agency, to at least 5 people in all.
    - substantive: none of these, and at least `FEW` words of its own or the code `gives_solution`.
    - brief: none of these.
    - null: it says nothing in words, so a picture or nothing that was collected.

    Words of its own are those without mentions, links, numbers, greeting and signature.

    Args:
        graph: the graph.
        codes: see `suara.coding.codes.CODES`; without codes of `reply_kind` only what the graph and the texts tell is known.

    Returns:
        response, kind, automatic (null as kind is), template (a number for each automatic text, else null; the same text of
        two agencies is two).
    """
    written = linking.written(graph)
    answers = linking.answers(graph, written)
    texts = _texts(graph, answers)
    found = texts.join(_templates(texts, answers, graph), on="response", how="left", maintain_order="left")
    coded = codes.filter(codebook=BOOK)

    def has(topic: str) -> pl.Expr:
        return pl.col("response").is_in(coded.filter(topic=topic)["post"].unique().implode())

    sent_on = handed_on(graph)["response"].unique()
    is_automatic = pl.col("template").is_not_null()
    said = (pl.col("words") > 0) | pl.col("link")
    kind = (
        pl.when(pl.col("response").is_in(sent_on.implode()) | has("hands_on"))
        .then(pl.lit("hands_on"))
        .when(has("asks_for_dm"))
        .then(pl.lit("asks_for_dm"))
        .when(pl.col("link") & (pl.col("words") <= NEARLY_NONE))
        .then(pl.lit("link_only"))
        .when(is_automatic)
        .then(pl.lit("automatic"))
        .when((pl.col("words") >= FEW) | has("gives_solution"))
        .then(pl.lit("substantive"))
        .otherwise(pl.lit("brief"))
    )
    return found.select(
        "response", kind=pl.when(said).then(kind), automatic=pl.when(said).then(is_automatic), template="template"
    )


def first_substantive(links: pl.DataFrame, kinds: pl.DataFrame) -> pl.DataFrame:
    """Of all answers to each complaint by each agency the first that is substantive; columns as `links` has them.

    As for the first answer of any kind, better evidence goes before an earlier time.

    Args:
        links: all later answers of complaints, see `suara.analyse.responses.link.LINKS`.
        kinds: as `kinds` makes them.

    Example:
        >>> row = {"complaint": "c", "agency": "kai", "evidence": "reply_id"}
        >>> links = pl.DataFrame([row | {"response": r, "responded_at": at} for r, at in (("a", 1), ("b", 2))])
        >>> kinds = pl.DataFrame({"response": ["a", "b"], "kind": ["automatic", "substantive"]})
        >>> first_substantive(links, kinds)["response"].to_list()
        ['b']
    """
    told = links.join(kinds.filter(kind="substantive"), on="response", how="semi", maintain_order="left")
    evidence = pl.col("evidence").str.strip_suffix(linking.BY_PARENT).cast(pl.Enum(linking.EVIDENCE))
    return told.sort(evidence, "responded_at", "response").unique(
        ["complaint", "agency"], keep="first", maintain_order=True
    )


def _texts(graph: Graph, answers: pl.DataFrame) -> pl.DataFrame:
    """What replies say: response, agency, plain, words (how many of its own), link (whether it has one)."""
    replies = answers.filter(pl.any_horizontal(pl.col("reply_to", "to").is_not_null()))
    replies = replies.select("response", agency="responder_agency").unique("response", maintain_order=True)
    texts = graph.posts.select(
        "links", response="key", text=own_text(graph.posts), linked=pl.col("links").list.len() > 0
    )
    told = replies.join(texts, on="response", maintain_order="left")
    return told.with_columns(plain=plain(told["text"])).select(
        "response",
        "agency",
        "plain",
        words=pl.col("plain").str.count_matches(r"\p{L}[\p{L}\p{M}'’-]*").fill_null(0),
        link=pl.col("linked").fill_null(value=False) | pl.col("text").str.contains(LINK).fill_null(value=False),
    )


def _templates(texts: pl.DataFrame, answers: pl.DataFrame, graph: Graph) -> pl.DataFrame:
    """The replies that say what many others of the same agency do: response, template."""
    long = texts.filter(pl.col("words") >= SAID_ALIKE)
    groups = near_duplicates(long["plain"], ALIKE, RUN, within=long["agency"])
    grouped = long.select("response", groups["group"])
    people = pl.concat([answers.select("response", person=name) for name in ("to", "reply_account")]).drop_nulls()
    people = people.join(graph.tables["OPERATED_BY"], left_on="person", right_on="from", how="anti")
    reached = grouped.join(people, on="response").group_by("group").agg(pl.col("person").n_unique())
    sent = grouped.group_by("group").agg(pl.len(), first=pl.col("response").min()).join(reached, on="group")
    automatic = sent.filter(pl.col("len") >= REPEATED, pl.col("person") >= PEOPLE)
    numbered = automatic.sort("len", "first", descending=[True, False]).with_columns(
        template=pl.int_range(1, pl.len() + 1, dtype=pl.Int64)
    )
    return grouped.join(numbered, on="group").select("response", "template")
