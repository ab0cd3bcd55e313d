"""Hand-offs, escalation and shortest ways as a person reads them in a terminal."""

from __future__ import annotations

import polars as pl

from suara.analyse.paths.escalation import Escalation
from suara.analyse.paths.handoffs import HandOffs
from suara.cli._show import ROWS, count, interval, say, table
from suara.cli._show_responses import wait
from suara.graph.model import Tables

_RATE = ("rate", "rate_low", "rate_high")
_MEDIAN = ("median_minutes", "median_low", "median_high")
_ENDS = {
    "arrived": "answered there",
    "by_another": "answered by another",
    "dead_end": "not answered by the end of the collection",
    "unobserved": "not observed",
}
_EVENTS = {
    "none": "nothing",
    "any": "anything of the below",
    "repost": "a repost by somebody else",
    "quote": "a quote by somebody else",
    "large": "a repost or quote by a large account",
    "medium": "a medium posts or is mentioned",
    "ombudsman": "the Ombudsman is spoken to",
    "nudge": "the person says it again",
}


def handoffs(found: HandOffs, tables: Tables) -> None:
    """Who sends people on to whom, and the longest ways."""
    if found.steps.is_empty():
        say("No hand-offs: no answer to a complaint names an account of another agency.")
        return
    ends = dict(found.ways.group_by("end").len().rows())
    said = ", ".join(f"{ends[end]:,} {told}" for end, told in _ENDS.items() if end in ends)
    say(
        f"{count(found.steps.height, 'hand-off')} of {count(found.steps['account'].n_unique(), 'person', 'people')}; "
        f"of {count(found.ways.height, 'way')}: {said}"
    )
    names = tables["Agency"].select("key", "name")
    between = found.between.join(
        names.rename({"key": "agency", "name": "from_name"}), on="agency", how="left", maintain_order="left"
    )
    between = between.join(names.rename({"key": "to", "name": "to_name"}), on="to", how="left", maintain_order="left")
    frame = pl.DataFrame(
        {
            "agency": between["from_name"],
            "sends on to": between["to_name"],
            "times": between["times"],
            "answered there (95 %)": [interval(*row) for row in between.select(_RATE).iter_rows()],
            "median wait (95 %)": [wait(*row) for row in between.select(_MEDIAN).iter_rows()],
            "and back": between["times_back"],
        }
    )
    table(frame, "Who sends people on to whom")
    _ways(found.ways)


def _ways(ways: pl.DataFrame) -> None:
    """The ways that lead back, or by way of several agencies."""
    long = ways.filter((pl.col("hand_offs") > 1) | pl.col("ping_pong"))
    if long.is_empty():
        return
    say(
        f"{count(long.filter('ping_pong').height, 'way')} of {long.height:,} with several hand-offs met an agency twice."
    )
    shown = long.select(
        "path",
        "case",
        pl.col("end").replace_strict(_ENDS, return_dtype=pl.String).alias("end"),
        pl.Series("from complaint to end", [wait(m, None, None) for m in long["minutes"]], dtype=pl.String),
    )
    table(shown, "The longest ways", 10, rest="with --by way")


def escalation(found: Escalation) -> None:
    """How complaints fared to which something happened before they were answered."""
    summary = found.summary
    frame = pl.DataFrame(
        {
            "what came after the complaint": [_EVENTS[event] for event in summary["event"]],
            "complaints": summary["complaints"],
            "then answered (95 %)": [
                "-" if not n else interval(*row)
                for n, row in zip(summary["complaints"], summary.select(_RATE).iter_rows(), strict=True)
            ],
            "median wait from there (95 %)": [wait(*row) for row in summary.select(_MEDIAN).iter_rows()],
        }
    )
    table(frame, "What came before an answer, or before the end of the collection")
    say(
        "None of this says that an answer came because of it: quick answers leave no time for anything to happen, and "
        "complaints that are passed on differ from others.",
        style="dim",
    )
    last = found.complaints.filter(pl.col("status") == "answered", pl.col("last_event").is_not_null())
    if last.height:
        last = last.sort("minutes_since_last", "complaint")
        waits = [wait(m, None, None) for m in last["minutes_since_last"]]
        shown = last.select("complaint", "agency", "last_event", "last_post", pl.Series("answered after", waits))
        table(shown, "Answers that came after such an event, the soonest first", ROWS, rest="with --by complaint")


def shortest(found: pl.DataFrame) -> None:
    """The ways, step by step."""
    if found.is_empty():
        say("No way: no agency is known to have answered such a complaint, directly or by way of others.")
        return
    waits = [wait(m, None, None) for m in found["minutes"]]
    shown = found.select("topic", "agency", "step", "how", "by", "post", pl.Series("after", waits, dtype=pl.String))
    table(shown, "The shortest ways from topics to agencies that answered", 60)
