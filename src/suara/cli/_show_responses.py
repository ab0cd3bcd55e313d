"""What is known of answers, as a person reads it in a terminal."""

from __future__ import annotations

import polars as pl
from rich.markup import escape

from suara.analyse.responses.limits import Service
from suara.analyse.responses.standing import HARDLY
from suara.analyse.responses.tables import Responses
from suara.cli._show import REST, ROWS, count, interval, out, printable, say, share, table
from suara.steps import Compared, Sooner


def agencies(found: Responses, rows: int = ROWS, *, rest: str = REST) -> None:
    """How each agency answers."""
    frame = pl.DataFrame(
        {
            "agency": found.agencies["name"],
            "complaints": found.agencies["complaints"],
            "answered (95 %)": [_answered(*row) for row in found.agencies.select(*_RATE, "linkable").iter_rows()],
            "median wait (95 %)": [wait(*row) for row in found.agencies.select(_MEDIAN).iter_rows()],
            "in 3 days": [
                "-" if linkable is not None and linkable < HARDLY else share(value)
                for value, linkable in found.agencies.select("within_limit", "linkable").iter_rows()
            ],
            "sent on": found.agencies["handed_off"],
        }
    )
    table(frame, "How agencies answer complaints", rows, rest=rest)
    say("in 3 days: Kaplan-Meier, where those who still wait count as waiting, so it may exceed the share", style="dim")
    _unlinkable(found.agencies)
    few = found.agencies.filter((pl.col("own_posts") > 0) & (pl.col("own_posts") < pl.col("complaints")))["name"]
    if len(few):
        say(
            f"Fewer posts of their own than complaints were collected of: {', '.join(few)}. Their answers may be missing "
            "from the collection rather than never given.",
            style="yellow",
        )


def _answered(rate: float | None, low: float, high: float, linkable: float | None) -> str:
    """The share answered, unless hardly any answer can be linked.

    Example:
        >>> _answered(0.5, 0.31, 0.69, 0.8), _answered(0.0, 0.0, 0.06, 0.02)
        ('50 % (31-69)', 'not linkable')
    """
    return "not linkable" if linkable is not None and linkable < HARDLY else interval(rate, low, high)


def groups(found: pl.DataFrame, by: str, rows: int = ROWS, *, labels: pl.DataFrame | None = None) -> None:
    """How the complaints of each group are answered; `labels` are a value and its label, where values are ids."""
    names = found[by].cast(pl.String)
    if labels is not None:
        names = names.replace(*labels.iter_columns())
    frame = pl.DataFrame(
        {
            by: names.fill_null("(unknown)"),
            "complaints": found["complaints"],
            "answered (95 %)": [interval(*row) for row in found.select(_RATE).iter_rows()],
            "median wait (95 %)": [wait(*row) for row in found.select(_MEDIAN).iter_rows()],
            "in 3 days": [share(value) for value in found["within_limit"]],
            "of substance": [share(value) for value in found["substantive_rate"]],
            "": pl.select(
                pl.when(found["ranked"]).then(pl.lit("")).otherwise(pl.lit("too few to compare"))
            ).to_series(),
        }
    )
    table(frame, "How complaints are answered", rows)
    if by == "topic":
        say("A complaint with several topics counts for each.", style="dim")


def overdue(cases: pl.DataFrame, service: Service) -> None:
    """The cases that are past their limit of service, those due longest first."""
    late = cases.filter(pl.col("overdue_now").fill_null(value=False)).sort("due_at", "case")
    open_now = cases.filter(pl.col("status") == "censored").height
    told = f"{open_now:,} open at the end of the collection, {late.height:,} of them past their limit"
    say(f"{count(cases.height, 'case')}, {told}")
    if late.height:
        due = pl.col("due_at").dt.strftime("%Y-%m-%d %H:%M")
        shown = late.select(pl.col("topics").list.join("; "), "agency", due, "case")
        unread = [limit.id for limit in service.limits if not limit.verified and limit.id in late["limit"].to_list()]
        if unread:
            say(
                f"Not verified, as nobody has read the rule itself: {', '.join(unread)}. See docs/responsiveness.md before "
                "you hold it against anybody.",
                style="yellow",
            )
        table(shown, "Past their limit at the end of the collection, due longest first (UTC)", 30)


def compared(found: Compared | None) -> None:
    """Whether groups wait equally long."""
    if found is None or found.overall["p"].item() is None:
        return
    groups, n, _, statistic, df, p = found.overall.row(0)
    told = f"p = {p:.2g}" if p >= 0.0001 else "p < 0.0001"
    say(
        f"Do they wait equally long? Log-rank test of the {groups} groups with 10 or more observed cases ({n:,} in all): "
        f"chi-square {statistic:.1f}, {df} df, {told}. Two by two: --pairs",
        style="dim",
    )


def equity(found: Sooner, by: str, lang: str) -> None:
    """Who is answered sooner, in sentences and figures."""
    for sentence in found.equity.says[lang]:
        say(escape(printable(sentence)))
    hazards = found.equity.hazards
    if hazards.height:
        label = pl.col(f"label_{lang}").alias("complaints")
        out.print()
        table(
            hazards.select(label, "hazard_ratio", "low", "high", "p", "proportional_p"),
            "How many times as likely an answer comes at any moment (95 %)",
            hazards.height,
        )
    out.print()
    named = found.differences
    frame = pl.DataFrame(
        {
            by: named[by].cast(pl.String).fill_null("(unknown)"),
            "complaints": named["complaints"],
            "answered (95 %)": [interval(*row) for row in named.select(_RATE).iter_rows()],
            "beside the first, points (95 %)": [_points(*row) for row in named.select(_DIFFERENCE).iter_rows()],
        }
    )
    table(frame, "Shares answered, unadjusted", 50)


def _unlinkable(agencies: pl.DataFrame) -> None:
    """Whose answers mostly can't be linked, as what they answer wasn't collected."""
    lost = agencies.filter(pl.col("linkable") < 0.5, pl.col("replies") >= 10).head(5)
    if lost.height:
        rows = lost.select("name", "replies", "linkable").iter_rows()
        named = ", ".join(f"{share(1 - part)} of {n:,} by {name}" for name, n, part in rows)
        say(
            f"Replies to something that wasn't collected, which can't be linked: {escape(named)}. These agencies answer more "
            "than is seen here.",
            style="yellow",
        )


_DIFFERENCE = ("difference", "difference_low", "difference_high")


def _points(difference: float | None, low: float, high: float) -> str:
    """A difference of shares in points.

    Example:
        >>> _points(0.12, -0.01, 0.25), _points(None, 0, 0)
        ('+12 (-1 to +25)', '-')
    """
    return "-" if difference is None else f"{100 * difference:+.0f} ({100 * low:+.0f} to {100 * high:+.0f})"


_RATE = ("rate", "rate_low", "rate_high")
_MEDIAN = ("median_minutes", "median_low", "median_high")


def wait(value: float | None, low: float | None, high: float | None) -> str:
    """A time in minutes with its interval, in the unit that suits it.

    Example:
        >>> wait(138, 45, None), wait(None, None, None)
        ('2.3 (0.75-?) h', '-')
    """
    if value is None:
        return "-"
    size, unit = next((s, u) for s, u, up_to in _UNITS if value < up_to)
    if low is None and high is None:
        return f"{_short(value / size)} {unit}"
    ends = "-".join("?" if end is None else _short(end / size) for end in (low, high))
    return f"{_short(value / size)} ({ends}) {unit}"


def _short(value: float) -> str:
    """A number with three digits that count.

    Example:
        >>> _short(0.7512), _short(1219.7)
        ('0.751', '1,220')
    """
    return f"{float(f'{value:.3g}'):,g}"


_UNITS = ((1, "min", 120), (60, "h", 48 * 60), (1440, "d", float("inf")))


def responses(found: Responses, rows: int = ROWS, *, rest: str = REST) -> None:
    """Complaints and their answers, in short, and how agencies answer."""
    status = dict(found.responses.group_by("status").len().rows())
    evidence = found.responses.drop_nulls("evidence").group_by("evidence").len().sort("len", descending=True).rows()
    total = found.responses.height
    if not total:
        say(
            "No complaints: no post is both addressed to an agency and given a code of the codebook `complaints`. "
            "Is that codebook in use, and are your agencies in the registry (see --agencies)?",
            style="yellow",
        )
        return
    say(
        f"{count(total, 'complaint')}: {status.get('answered', 0):,} answered, "
        f"{status.get('censored', 0):,} not answered by the end of the collection, "
        f"{status.get('unobserved', 0):,} to agencies of which no post was collected"
    )
    if status.get("unobserved"):
        say(
            "(where files tell accounts by id only, an agency's account is known once its id is: see --agencies)",
            style="dim",
        )
    if evidence:
        say("known by: " + ", ".join(f"{name} {n:,}" for name, n in evidence))
    if found.along:
        say(
            f"{count(found.along, 'post')} that only came along with collected ones would be complaints too; they don't "
            "count, as answered ones come along more often",
            style="yellow",
        )
    if found.before:
        older = count(found.before, "answer")
        say(
            f"{older} that seem older than what they answer (clocks differ, posts are edited) don't count",
            style="yellow",
        )
    if found.agencies.height:
        out.print()
        agencies(found, rows, rest=rest)
