"""The structure of a debate as a person reads it in a terminal."""

from __future__ import annotations

from typing import Any

import polars as pl
from rich.markup import escape

from suara.cli import _show
from suara.cli._show import count, say
from suara.steps import Structure

NAMED = 6  # members of a coalition, or of the core, that are named
LEVEL = 0.05  # of a tie's significance
_YES = "who agrees with whom is no chance"
_NO = "no more than the same debate gives with its positions dealt anew, so that these are none to speak of"
_UNSURE = "chance was asked too seldom to tell them from it"
_TOLD = {
    "polarisation": "polarisation of the coalitions",
    "modularity": "signed modularity of groups",
    "frustration": "share that stands in the way of two camps",
}


def table(frame: pl.DataFrame, name: str) -> None:
    """One table."""
    if frame.is_empty():
        say(f"Nothing to show: the table {name} is empty.", style="yellow")
    else:
        _show.table(frame, rows=40)


def show(found: Structure, lang: str, *, backbone: bool, concepts: bool) -> None:
    """The coalitions, what unites and divides them, who stands between them; then what was asked for besides."""
    actors, statements = len(found.selected.actors), found.selected.table.height
    without = found.said - statements
    said = f"{count(statements, 'statement')} with a position by {count(actors, 'actor')} on "
    say(said + count(len(found.selected.concepts), "concept") + _left_out(found, without))
    if found.judged.found.polarisation is None:
        say(f"No coalitions: {found.judged.found.reason}.", style="yellow")
        return
    names = found.names
    _coalitions(found, names)
    _concepts(found, lang)
    _between(found, names)
    if backbone:
        _backbone(found, names)
    if concepts:
        _concept_backbone(found, lang)
    if found.at is not None:
        _compared(found, names, lang)


def _left_out(found: Structure, without: int) -> str:
    parts = (
        [f"{count(without, 'statement')} not counted (no position, not selected, or of who was left out)"]
        if without
        else []
    )
    parts += [f"{count(found.left_out, 'actor')} with too few were left out"] if found.left_out else []
    return f"; {', '.join(parts)}" if parts else ""


def _coalitions(found: Structure, names: dict[str, str]) -> None:
    judged = found.judged
    p = min((row["p"] for row in map(judged.of, ("polarisation", "modularity")) if row["p"] is not None), default=None)
    if p is not None and 2 * p <= LEVEL:  # the lesser of two has to be half as small
        say(f"Coalitions: {_YES}.", style="bold")
    elif p is not None and 2 / (1 + judged.measures["draws"].max()) > LEVEL:  # type: ignore[operator]
        say(f"Coalitions: {_UNSURE}.", style="yellow")
    else:
        say(f"Coalitions: {_NO}.", style="yellow")
    said = [_measure(judged.of(name), told) for name, told in _TOLD.items()]
    schema = ["measure", "here", "by chance (95 %)", "p"]
    _show.table(pl.DataFrame(said, schema=schema, orient="row"), right=True)
    how = (
        "all ways to divide the actors were tried"
        if judged.found.exact
        else "the best that was found, not surely the best"
    )
    many = found.groups.members["group"].drop_nulls().n_unique()
    say(f"{how}; left to themselves, the actors make {count(many, 'group')}", style="dim")
    rows = []
    for coalition, members in found.members.drop_nulls("coalition").group_by("coalition", maintain_order=True):
        named = [names.get(actor, actor) for actor in members["actor"].head(NAMED)]
        more = f" and {members.height - NAMED} more" if members.height > NAMED else ""
        rows.append((coalition[0], members.height, int(members["statements"].sum()), ", ".join(named) + more))
    schema = ["coalition", "actors", "statements", "who says most"]
    _show.table(pl.DataFrame(rows, schema=schema, orient="row"), "Coalitions")
    between = found.members.filter(pl.col("fit") < 0.5)["actor"].to_list()
    if between:
        shown = ", ".join(names.get(actor, actor) for actor in between[:NAMED])
        say(
            escape(
                f"{count(len(between), 'actor')} fit no better into theirs than into another: {_show.printable(shown)}"
            )
        )


def _measure(row: dict[str, Any], name: str) -> tuple[str, str, str, str]:
    if row["p"] is None:
        return name, "-" if row["value"] is None else f"{row['value']:.2f}", "-", "-"
    chance = f"{row['expected']:.2f} ({row['low']:.2f} to {row['high']:.2f})"
    return name, f"{row['value']:.2f}", chance, f"{row['p']:.3f}"


def _concepts(found: Structure, lang: str) -> None:
    """What divides the coalitions, and what unites them: where each stands, from -1 against to 1 for."""
    labels = found.labels(lang)
    title = {"divides": "What divides them, from -1 (against) to 1 (for)", "unites": "What unites them"}
    for verdict, said in title.items():
        rows = found.concepts.filter(verdict=verdict)
        if rows.is_empty():
            say("No concept divides them." if verdict == "divides" else "No concept that all speak about unites them.")
            continue
        place = pl.format("{} ({})", pl.col("position").round(2), pl.col("actors"))
        wide = rows.with_columns(
            concept=pl.col("concept").replace(labels), at=place, coalition=pl.format("coalition {}", "coalition")
        ).pivot("coalition", index="concept", values="at", maintain_order=True, sort_columns=True)
        say(f"{said}; in brackets, how many of it speak about it:", style="bold")
        _show.table(wide, rows=8, rest="with --table concepts", right=True)


def _between(found: Structure, names: dict[str, str]) -> None:
    """E-I index, brokers and core."""
    ei, of = (
        found.ei,
        {"interactions": "turning to each other", "congruence": "agreeing with each other"}[found.ties_of],
    )
    if ei.ei is None or ei.expected is None or ei.p is None:
        say(f"No ties of {of} among them: there is no E-I index, no broker and no core.")
        return
    away = "about what chance gives"
    if ei.p <= LEVEL:
        away = "more within than by chance" if ei.ei < ei.expected else "more between than by chance"
    circular = (
        "; coalitions were made of these ties, so that this is no test"
        if (found.ties_of, found.by) == ("congruence", "coalition")
        else ""
    )
    say(
        f"Ties of {of}, by {found.by}: E-I index {ei.ei:.2f} (-1 all within, 1 all between; chance gives {ei.expected:.2f}, "
        f"{ei.low:.2f} to {ei.high:.2f}, p {ei.p:.3f}): {away}{circular}"
    )
    brokers = found.brokers.filter(
        pl.col("gatekeeper") + pl.col("representative") + pl.col("liaison") + pl.col("consultant") > 0
    )
    if brokers.height:
        shown = brokers.with_columns(pl.col("actor").replace(names)).rename({"group": found.by})
        _show.table(shown, "Brokers: how often they stand between two who have no tie", 5, rest="with --table brokers")
    core = found.core
    members = core.members.filter("core")["actor"].to_list()
    if core.correlation is not None:
        said = ", ".join(names.get(actor, actor) for actor in members[:NAMED])
        more = f" and {len(members) - NAMED} more" if len(members) > NAMED else ""
        say(
            escape(
                f"Core of {len(members)} of {core.members.height}, correlation with an ideal core {core.correlation:.2f}: "
            )
            + escape(_show.printable(said + more))
        )


def _backbone(found: Structure, names: dict[str, str]) -> None:
    ties = found.backbone
    kept = ties.filter((pl.col("alpha") < LEVEL) | (pl.col("sigmas") > 1.64))
    both = ties.filter((pl.col("alpha") < LEVEL) & (pl.col("sigmas") > 1.64)).height
    say(
        f"{kept.height:,} of {count(ties.height, 'tie')} of agreement are in a backbone (disparity below {LEVEL}, or "
        f"1.64 standard deviations above noise), {both:,} in both"
    )
    if kept.height:
        shown = kept.select(pl.col("from", "to").replace(names), "weight", "alpha", "sigmas")
        _show.table(shown, "Who agrees more than chance gives", rest="with --table backbone")


def _concept_backbone(found: Structure, lang: str) -> None:
    rows = found.concept_backbone.with_columns(pl.col("concept").replace(found.labels(lang)))
    kept = rows.filter("backbone").height
    say(
        f"{kept} of {count(rows.height, 'concept')} are in the backbone that the penalty chooses; the debate could do without "
        "them in this order, what changes its network least first:"
    )
    shown = rows.select(
        "step", "concept", "loss", backbone=pl.when("backbone").then(pl.lit("yes")).otherwise(pl.lit(""))
    )
    _show.table(shown, rows=20)


def _compared(found: Structure, names: dict[str, str], lang: str) -> None:
    what = found.compared
    said = what.polarisation
    _show.out.print()
    say(f"Before and from {found.at:%Y-%m-%d %H:%M}:", style="bold")
    if said.difference is not None and said.p is not None:
        say(
            f"polarisation {said.before.polarisation:.2f} before, {said.after.polarisation:.2f} after; dealt at random the "
            f"difference is {said.low:.2f} to {said.high:.2f}, p {said.p:.3f}"
        )
    else:
        why = {"before": said.before.reason, "from then on": said.after.reason}
        told = "; ".join(f"{period} {reason}" for period, reason in why.items() if reason)
        say(f"polarisation can't be compared: {told or 'dealt at random the periods have no camps'}")
    if what.qap.correlation is not None:
        say(
            f"the networks of the {what.qap.actors:,} who speak in both correlate with {what.qap.correlation:.2f} "
            f"(QAP, p {what.qap.p:.3f})"
        )
    if what.agreement is not None:
        say(
            f"coalitions agree with an adjusted Rand index of {what.agreement[0]:.2f} (mutual information "
            f"{what.agreement[1]:.2f})"
        )
    changes = dict(what.ties["change"].value_counts().iter_rows())
    say("ties: " + (", ".join(f"{changes[change]:,} {change}" for change in sorted(changes)) or "none"))
    turned = what.positions.filter(change="turned")
    if turned.height:
        shown = turned.with_columns(pl.col("actor").replace(names), pl.col("concept").replace(found.labels(lang)))
        _show.table(
            shown.drop("change"),
            "Who changed side on what",
            10,
            rest="with --table positions; their words with --table said",
        )
