"""The screen of coordination as a person reads it in a terminal."""

from __future__ import annotations

import polars as pl

from suara.analyse.coordination.kinds import Shared
from suara.analyse.coordination.screen import Screen
from suara.cli import _show

_NO_VERDICT = (
    "This is a screen, no verdict: colleagues, fans and one person's two accounts look the same. Read the posts."
)


def overview(found: Screen, left_out: Shared | pl.DataFrame) -> None:
    """What was looked at, what was found, and what chance alone would give."""
    rules = found.rules
    shares = _show.count(found.shares, "share")
    if isinstance(left_out, Shared):
        _show.say(f"{shares} in {_show.count(left_out.posts, 'post')}{_left_out(left_out)}.")
    else:
        _show.say(f"{shares}{_unusable(left_out)}.")
    window = rules.window if isinstance(rules.window, float) else max(rules.window.values())
    _show.say(
        f"Within {window:g} s of each other: {_show.count(found.pairs, 'pair')} of posts, by which "
        f"{_show.count(found.all_ties, 'tie')} of two accounts come about."
    )
    _chance(found)
    _asked_for(found)
    flagged = found.accounts.height
    groups = found.ties["component"].n_unique()
    _show.say(
        f"Flagged: {_show.count(flagged, 'account')} in {_show.count(groups, 'group')}, "
        f"{_show.count(found.ties.height, 'tie')}. {_NO_VERDICT}"
        if flagged
        else "Flagged: nobody.",
        style="bold",
    )
    if found.crowded.height:
        kind, name, most = found.crowded.row(0)
        _show.say(
            f"{_show.count(found.crowded.height, 'object')} shared by very many at once ({kind} {name}: "
            f"{_show.count(most, 'share')}) bring nobody together: they count only for those whom other objects bring "
            "together.",
            style="yellow",
        )


def _left_out(shared: Shared) -> str:
    """What isn't looked at."""
    words = {"no_author": "without an author", "no_time": "without a time", "agencies": "of agencies and media"}
    told = [f"{shared.left_out[name]:,} {what}" for name, what in words.items() if shared.left_out[name]]
    return f" (not looked at: posts {', '.join(told)})" if told else ""


def _unusable(rejected: pl.DataFrame) -> str:
    if rejected.is_empty():
        return ""
    line, reason = rejected.row(0)
    return (
        f" ({_show.count(rejected.height, 'line')} couldn't be used, the first: line {line}, {_show.printable(reason)})"
    )


def _chance(found: Screen) -> None:
    """How many ties of some weight there are, beside how many there are with times shuffled."""
    asked = max(found.rules.least, 2)
    at = found.chance.filter(pl.col("weight") >= asked)
    if at.is_empty():
        _show.say(f"No tie has {asked} pairs or more.")
        return
    weight, ties, by_chance = at.row(0)
    beside = "" if by_chance is None else f"; with times of day shuffled there would be {by_chance:,.1f}"
    _show.say(f"{_show.count(ties, 'tie')} of {weight} pairs or more{beside}.")


def _asked_for(found: Screen) -> None:
    """How many ties of the weight that was asked for are no more than what is to be expected."""
    usual = found.heavy - found.ties.height
    if usual and found.rules.e_value is not None:
        verb = "is" if usual == 1 else "are"
        _show.say(
            f"{_show.count(usual, 'tie')} of these {verb} no more than what usual haste, or the clock, gives among so many, and "
            "aren't flagged (--e-value says from when on)."
        )


def tables(shown: dict[str, pl.DataFrame], which: str | None) -> None:
    """One table, or of accounts, pairs and evidence the first rows."""
    for name in (which,) if which else ("accounts", "pairs", "evidence"):
        table = shown[name]
        if table.height or which:
            _show.out.print()
            rest = "" if which else f"--table {name} "
            _show.table(_SHOWN[name](table), rows=15 if which is None else 50, rest=f"with {rest}--format csv")


def _named(table: pl.DataFrame) -> pl.DataFrame:
    """Accounts as people call them, where that is known."""
    for key, handle in (("account", "handle"), ("partner", "partner_handle")):
        if handle in table.columns:
            table = table.with_columns(pl.coalesce(handle, key).alias(key)).drop(handle)
    return table


def _accounts(table: pl.DataFrame) -> pl.DataFrame:
    columns = ["kinds", "partners", "posts", "weight", "seconds", "symmetry", "by_clock", "by_haste", "component"]
    return _named(table).select("account", *columns)


def _ties(table: pl.DataFrame) -> pl.DataFrame:
    columns = ["kinds", "weight", "posts", "partner_posts", "seconds", "by_clock", "by_haste", "e_value", "component"]
    return _named(table).select("account", "partner", *columns)


def _evidence(table: pl.DataFrame) -> pl.DataFrame:
    says = pl.col("text" if "text" in table.columns else "object").str.slice(0, 40).alias("says")
    return _named(table).select("account", "partner", "kind", "seconds", "post", "partner_post", says)


_SHOWN = {"accounts": _accounts, "pairs": _ties, "evidence": _evidence, "chance": pl.DataFrame.clone}


def both_ways(table: pl.DataFrame, found: Screen) -> None:
    """A ranking with and without the accounts that were flagged."""
    if found.accounts.is_empty():
        _show.say("Nobody is flagged: the ranking is the same without them.")
    else:
        flagged = _show.count(found.accounts.height, "flagged account")
        moved = table.filter(pl.col("rank_change").fill_null(1) != 0).height
        _show.say(f"Without the posts of {flagged}: {moved:,} of {table.height:,} have another rank.")
    _show.table(table, rows=25)
