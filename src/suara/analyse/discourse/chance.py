"""What polarisation chance gives: the same debate with positions dealt anew, again and again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from suara.analyse.discourse.debate import dealt, debate
from suara.analyse.discourse.polarisation import RESTARTS, SEED, Polarisation, polarised
from suara.analyse.discourse.selection import Selected

DRAWS = 200


@dataclass(frozen=True)
class Judged:
    """How polarised a debate is, beside what chance gives.

    found      the camps, and the distance from the ideal
    expected   the mean polarisation where positions are dealt anew (`suara.analyse.discourse.debate.dealt`)
    low, high  the middle 95 % of that
    p          share of draws that are at least as polarised, counting the debate itself as one
    draws      how often positions were dealt; 0 where there are no camps, and the others are null then
    """

    found: Polarisation
    expected: float | None
    low: float | None
    high: float | None
    p: float | None
    draws: int


def judged(
    selected: Selected,
    *,
    normalisation: str = "average",
    camps: int = 2,
    balanced: bool = True,
    restarts: int = RESTARTS,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Judged:
    """How polarised a debate is, and what chance gives that is as good at finding camps.

    In each draw the camps are searched anew, in the same way, so that what the search finds in noise is in `expected`, too. A
    debate that is no more polarised than that has no camps to speak of, whatever its polarisation.

    Args:
        selected: the statements, with positions.
        normalisation: what ties are divided by, see `suara.analyse.discourse.norms`.
        camps: how many.
        balanced: whether the sizes of camps may differ by one at most.
        restarts: see `polarised`.
        draws: how often positions are dealt.
        seed: of the search and of dealing.

    Raises:
        InputError: positions are words, or fewer than two camps are asked for.

    Example:
        >>> from suara.analyse.discourse.selection import select
        >>> said = [(f"{side}{i}", concept, side == "for") for side in ("for", "no") for i in range(4) for concept in "abc"]
        >>> table = pl.DataFrame(said, schema=["organisation", "concept", "qualifier"], orient="row")
        >>> found = judged(select(table), draws=99)
        >>> found.found.polarisation, round(found.expected, 3), found.p
        (1.0, 0.693, 0.01)
    """
    options = {"camps": camps, "balanced": balanced, "restarts": restarts, "seed": seed}
    made = debate(selected, normalisation)
    found = polarised(made.actors.to_list(), made.congruence, made.conflict, **options)  # type: ignore[arg-type]
    if found.polarisation is None:
        return Judged(found, None, None, None, None, 0)
    rng = np.random.default_rng(seed)
    values = np.empty(draws)
    for draw in range(draws):
        made = dealt(selected, rng, normalisation)
        again = polarised(made.actors.to_list(), made.congruence, made.conflict, **options)  # type: ignore[arg-type]
        values[draw] = np.nan if again.polarisation is None else again.polarisation
    told = pl.Series(values).fill_nan(None).drop_nulls()
    if told.is_empty():
        return Judged(found, None, None, None, None, 0)
    low, high = np.quantile(told.to_numpy(), (0.025, 0.975))
    p = (1 + (told >= found.polarisation - 1e-12).sum()) / (1 + len(told))
    return Judged(found, float(told.to_numpy().mean()), float(low), float(high), float(p), len(told))
