"""The rhythm of hours of the day and of days of the week, which isn't a change."""

from __future__ import annotations

import numpy as np

from suara.analyse.timeline.segments import Numbers

TURN = {"hour": 24, "day": 7}
"""Units that have a rhythm, and how many of them are a turn of it."""

FEWEST = 4
"""Turns from which on a rhythm is told."""


def rhythm(counts: Numbers, unit: str) -> Numbers:
    """How much of an ordinary period each period is, by its place in the day or week; 1 on the average.

    The mean, over all turns, of the share that a place has in its turn, so that a busy week says no more than a quiet one;
    each place is given one event more, so that little data makes little rhythm. All 1 where the unit has no rhythm, or
    fewer than `FEWEST` turns are there.

    Args:
        counts: of all periods, one after the other.
        unit: see `suara.analyse.timeline.periods.UNITS`.

    Example:
        >>> week = [30, 30, 30, 30, 30, 9, 9]
        >>> rhythm(np.array(week * 4, dtype=float), "day")[:7].round(2).tolist()
        [1.24, 1.24, 1.24, 1.24, 1.24, 0.4, 0.4]
    """
    turn = TURN.get(unit, 1)
    turns = counts.size // turn
    if turn == 1 or turns < FEWEST:
        return np.ones(counts.size)
    whole = counts[: turns * turn].reshape(turns, turn) + 1
    share = (whole / whole.sum(axis=1, keepdims=True)).mean(axis=0) * turn
    return np.resize(share, counts.size)
