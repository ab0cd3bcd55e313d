"""What chance gives: the same debate with positions dealt anew, again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from suara.analyse.discourse.debate import Debate, dealt, debate
from suara.analyse.discourse.polarisation import RESTARTS, SEED, Polarisation, polarised
from suara.analyse.discourse.selection import Selected
from suara.analyse.discourse.signed import Groups, frustration, grouped

DRAWS = 200

MEASURES = {
    "measure": pl.String,
    "value": pl.Float64,
    "expected": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "p": pl.Float64,
    "draws": pl.Int64,
}
_MORE = {"polarisation": 1, "modularity": 1, "frustration": -1}  # which way is more of a debate of camps


@dataclass(frozen=True)
class Judged:
    """How polarised a debate is, beside what chance gives.

    found      the camps, and the distance from the ideal
    groups     groups by signed modularity, as many as there are
    measures   a row a measure (`MEASURES`): polarisation (of the camps), modularity (of the groups), frustration (of the best
               two camps). `expected` is its mean where positions are dealt anew, `low` and `high` the middle 95 % of that,
               `p` the share of draws that are at least as much of a debate of camps, counting the debate itself as one.
               Null where there are no camps.
    """

    found: Polarisation
    groups: Groups
    measures: pl.DataFrame

    def of(self, measure: str) -> dict[str, Any]:
        """The row of a measure."""
        return self.measures.row(by_predicate=pl.col("measure") == measure, named=True)


def judged(
    selected: Selected,
    *,
    normalisation: str = "average",
    camps: int = 2,
    balanced: bool = True,
    restarts: int = RESTARTS,
    draws: int = DRAWS,
    seed: int = SEED,
    told: Callable[[int, int], None] | None = None,
) -> Judged:
    """How polarised a debate is, and what chance gives that is as good at finding camps.

    In each draw (`suara.analyse.discourse.debate.dealt`) camps and groups are searched anew, in the same way, so that what the
    search finds in noise is in `expected`, too. A debate that is no more than that has no camps to speak of, whatever its
    polarisation. Polarisation counts for little of a debate in which most actors never meet on a concept, as only the ties
    there are can lie right; modularity tells camps from chance then as well.

    Args:
        selected: the statements, with positions.
        normalisation: what ties are divided by, see `suara.analyse.discourse.norms`.
        camps: how many.
        balanced: whether the sizes of camps may differ by one at most.
        restarts: see `polarised`.
        draws: how often positions are dealt.
        seed: of the search and of dealing.
        told: is told how many draws are done, and of how many.

    Raises:
        InputError: positions are words, or fewer than two camps are asked for.

    Example:
        >>> from suara.analyse.discourse.selection import select
        >>> said = [(f"{side}{i}", concept, side == "for") for side in ("for", "no") for i in range(4) for concept in "abc"]
        >>> table = pl.DataFrame(said, schema=["organisation", "concept", "qualifier"], orient="row")
        >>> found = judged(select(table), draws=19)
        >>> found.measures.select("measure", "value", pl.col("expected").round(2), "p").rows()
        [('polarisation', 1.0, 0.7, 0.05), ('modularity', 0.5, 0.2, 0.05), ('frustration', 0.0, 0.3, 0.05)]
    """
    options = {"camps": camps, "balanced": balanced, "restarts": restarts, "seed": seed}
    found, groups, values = _measured(debate(selected, normalisation), options)
    rng = np.random.default_rng(seed)
    wanted = 0 if found.polarisation is None else draws
    chance = []
    for draw in range(wanted):
        chance.append(_measured(dealt(selected, rng, normalisation), options)[2])
        if told is not None:
            told(draw + 1, wanted)
    rows = [_row(name, value, [draw[name] for draw in chance]) for name, value in values.items()]
    return Judged(found, groups, pl.DataFrame(rows, schema=MEASURES, orient="row"))


def _measured(made: Debate, options: dict[str, int]) -> tuple[Polarisation, Groups, dict[str, float | None]]:
    names, search = made.actors.to_list(), {name: options[name] for name in ("restarts", "seed")}
    found = polarised(names, made.congruence, made.conflict, **options)  # type: ignore[arg-type]
    groups = grouped(names, made.congruence, made.conflict, **search)
    astray = frustration(made.congruence, made.conflict, **search)
    values = {
        "polarisation": found.polarisation,
        "modularity": groups.modularity,
        "frustration": None if np.isnan(astray) else astray,
    }
    return found, groups, values


def _row(name: str, value: float | None, drawn: list[float | None]) -> tuple[object, ...]:
    chance = np.array([one for one in drawn if one is not None])
    if value is None or not len(chance):
        return (name, value, None, None, None, None, 0)
    low, high = np.quantile(chance, (0.025, 0.975))
    as_much = _MORE[name] * (chance - value) >= -1e-12
    p = (1 + as_much.sum()) / (1 + len(chance))
    return (name, value, float(chance.mean()), float(low), float(high), float(p), len(chance))
