"""How complaints are answered on the whole: how many, how soon, with what, within which limit, and after which hand-offs."""

from __future__ import annotations

import polars as pl

from suara.analyse._intervals import wilson
from suara.analyse.responses.standing import SPARSE, linkable, sayable
from suara.analyse.responses.survival import quantiles
from suara.present.figures._said import number
from suara.present.report.material import Material
from suara.present.report.parts import Finding
from suara.present.report.quotes import quotes, typical, waiting
from suara.present.report.said import listed, percent, sure, wait, waits
from suara.present.report.words import counted, words_of

_LIMIT = 3 * 1440.0  # minutes: LAPOR!'s limit to a first response


def on_the_whole(material: Material) -> list[Finding]:
    """How many complaints were answered, how soon, within the limit, and with what."""
    words, lang, cases = words_of("overall", material.lang), material.lang, material.responses.cases
    seen = cases.filter(pl.col("status") != "unobserved")
    n = counted(words["n"], seen.height, n=number(seen.height, lang))
    if cases.is_empty() or seen.is_empty():
        says = words["none"] if cases.is_empty() else words["unseen"].format(n=number(cases.height, lang))
        return [Finding(says, n, words["method"], "suara responses")]
    if not sayable(seen, material.responses.agencies):
        return [_unsayable(material, seen, n)]
    found = [_overall(material, seen, n), _limit(material, seen, n), _substance(material, seen)]
    return [finding for finding in found if finding is not None]


def _unsayable(material: Material, seen: pl.DataFrame, n: str) -> Finding:
    """That too little was collected of agencies, or too little of it can be linked."""
    words, lang = words_of("overall", material.lang), material.lang
    answered = seen.filter(status="answered")
    says = words["unsayable"].format(n=number(seen.height, lang), answered=number(answered.height, lang))
    behind = quotes(material, typical(answered, material.examples))
    doubts = _doubts(material, seen)
    return Finding(says, n, words["link_method"], "suara responses", cautions=doubts, posts=behind)


def _doubts(material: Material, seen: pl.DataFrame) -> list[str]:
    """Why the share answered may be too low."""
    words, lang, agencies = words_of("overall", material.lang), material.lang, material.responses.agencies
    replies, linked = linkable(agencies)
    silent = seen.join(agencies.filter(pl.col("own_posts") < SPARSE), on="agency", how="semi").height
    told = [words["sparse"].format(n=number(silent, lang), sparse=SPARSE)] if 10 * silent >= seen.height else []
    if linked is not None and linked < 0.5:
        told.append(words["unlinked"].format(share=percent(1 - linked, lang), replies=number(replies, lang)))
    return told


def _overall(material: Material, seen: pl.DataFrame, n: str) -> Finding:
    words, lang = words_of("overall", material.lang), material.lang
    answered = seen.filter(status="answered").height
    share = sure(*_share(answered, seen.height), lang)
    said = {"answered": number(answered, lang), "n": number(seen.height, lang), "share": share}
    median, low, high = quantiles(seen, _LIMIT, []).select("median_minutes", "median_low", "median_high").row(0)
    told = [
        words["no_median"]
        if median is None
        else words["median"].format(median=wait(median, lang), waits=waits(low, high, lang))
    ]
    unseen = material.responses.cases.height - seen.height
    told += [counted(words["unobserved"], unseen, n=number(unseen, lang))] if unseen else []
    behind = pl.concat([typical(seen, (material.examples + 1) // 2), waiting(seen, material.examples // 2)])
    return Finding(
        words["overall"].format(waiting=number(seen.height - answered, lang), **said), n, words["method"], "suara responses",
        sure=told, question="answers_least", posts=quotes(material, behind),
        cautions=_doubts(material, seen),
    )  # fmt: skip


def _limit(material: Material, seen: pl.DataFrame, n: str) -> Finding | None:
    """How many were answered within LAPOR!'s three days, if anybody was observed so long."""
    words, lang = words_of("overall", material.lang), material.lang
    share, low, high = quantiles(seen, _LIMIT, []).select("within_3d", "within_3d_low", "within_3d_high").row(0)
    if share is None:
        return None
    ends = "" if low is None else f" ({sure(share, low, high, lang).split('; ')[1]})"
    late = seen.filter(pl.col("overdue_now").fill_null(value=False))
    told = [counted(words["overdue"], late.height, n=number(late.height, lang))] if late.height else []
    says = words["limit"].format(share=percent(share, lang), ends=ends)
    behind = quotes(material, waiting(late, material.examples))
    return Finding(
        says, n, words["method"], "suara responses --by case", sure=told, posts=behind, question="unanswered_longest"
    )


def _substance(material: Material, seen: pl.DataFrame) -> Finding | None:
    words, lang = words_of("overall", material.lang), material.lang
    answered = seen.filter(status="answered")
    if answered.is_empty():
        return None
    kinds = dict(answered["kind"].fill_null("unknown").value_counts().rows())
    order = ("substantive", "automatic", "asks_for_dm", "hands_on", "link_only", "brief", "unknown")
    parts = [counted(words[kind], kinds[kind], n=number(kinds[kind], lang)) for kind in order if kinds.get(kind)]
    substantive = seen["substantive_at"].count()
    says = words["substance"].format(
        n=number(answered.height, lang), parts=listed(parts, lang), substantive=number(substantive, lang),
        all=number(seen.height, lang), share=sure(*_share(substantive, seen.height), lang),
    )  # fmt: skip
    n = counted(words["n_answers"], answered.height, n=number(answered.height, lang))
    automatic = typical(answered.filter(kind="automatic"), material.examples)
    return Finding(says, n, words["kind_method"], "suara responses --by case", posts=quotes(material, automatic))


def _share(part: int, whole: int) -> tuple[float, float, float]:
    low, high = wilson(pl.lit(part), pl.lit(whole))
    return part / whole, *pl.select(low=low, high=high).row(0)


def handed_on(material: Material) -> Finding | None:
    """How often people are sent on, and how that ends; None where nobody is."""
    words, lang, ways = words_of("overall", material.lang), material.lang, material.handoffs.ways
    if ways.is_empty():
        return None
    ends = dict(ways["end"].value_counts().rows())
    names = {"arrived": "arrived", "by_another": "by_another", "dead_end": "dead_end", "unobserved": "unobserved_end"}
    parts = [counted(words[name], ends[end], n=number(ends[end], lang)) for end, name in names.items() if ends.get(end)]
    begun = ways["case"].n_unique()
    cases_said = counted(words["handed_cases"], begun, n=number(begun, lang))
    said = {"ways": number(ways.height, lang), "cases": cases_said, "parts": listed(parts, lang)}
    says = counted(words["handed"], ways.height, **said)
    back = int(ways["ping_pong"].sum())
    told = [counted(words["back"], back, n=number(back, lang))] if back else []
    cases = material.responses.cases.join(ways.filter(end="dead_end").select("case").unique(), on="case", how="semi")
    behind = quotes(material, typical(cases.unique("case", keep="first", maintain_order=True), material.examples))
    n = counted(words["n_ways"], ways.height, n=number(ways.height, lang))
    return Finding(says, n, words["way_method"], "suara paths", sure=told, question="hand_offs", posts=behind)
