"""Two periods of a debate beside each other: which ties, positions and camps changed, and whether more than by chance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
import polars as pl

from suara.analyse.discourse import _changes
from suara.analyse.discourse._qap import QAP, correlated
from suara.analyse.discourse.debate import debate
from suara.analyse.discourse.networks import one_mode
from suara.analyse.discourse.polarisation import RESTARTS, SEED, Polarisation, polarised
from suara.analyse.discourse.selection import Selected

DRAWS = 200


@dataclass(frozen=True)
class Difference:
    """How polarisation differs between two periods.

    before, after  the camps of each
    difference     of polarisation, after less before; null where one of them has no camps
    low, high      its middle 95 % where the statements of both are dealt to two periods of the same sizes at random
    p              share of draws with a difference as far from 0
    draws          how often they were dealt
    """

    before: Polarisation
    after: Polarisation
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    draws: int


@dataclass(frozen=True)
class Compared:
    """What has changed from one period to the next.

    ties        a row a tie of either period (`_changes.TIES`): congruence less conflict; change: new, gone, turned (agreement
                has become disagreement, or the reverse), stronger, weaker, same
    qap         the correlation of the two networks, of actors who are there in both
    positions   a row an actor and concept of both periods (`_changes.POSITIONS`), from -1 to 1; change: turned (to the
                other side of the middle), shifted, same
    said        the statements behind positions that have turned: `period`, then their own columns
    members     actor, before, after: camps, those of the second period numbered as those of the first that they share most
                actors with; change: changed, same, new, gone; null where the camp of a period isn't known
    agreement   adjusted Rand index and normalised mutual information of the camps, of actors who have one in both
    polarisation  of both periods
    """

    ties: pl.DataFrame
    qap: QAP
    positions: pl.DataFrame
    said: pl.DataFrame
    members: pl.DataFrame
    agreement: tuple[float, float] | None
    polarisation: Difference


def split(selected: Selected, at: datetime) -> tuple[Selected, Selected]:
    """The statements before a time, and those from then on; those without a time are in neither.

    Args:
        selected: the statements.
        at: when the second period begins; without a zone it is UTC.

    Example:
        >>> from suara.analyse.discourse.selection import select
        >>> said = {"organisation": ["PLN"] * 2, "concept": ["tarif"] * 2, "qualifier": [0, 1]}
        >>> table = pl.DataFrame(said).with_columns(time=pl.Series([datetime(2026, 1, 1), datetime(2026, 2, 1)]))
        >>> [part.table["qualifier"].to_list() for part in split(select(table), datetime(2026, 2, 1))]
        [[0], [1]]
    """
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    earlier = pl.col("time") < at
    return replace(selected, table=selected.table.filter(earlier)), replace(
        selected, table=selected.table.filter(~earlier)
    )


def compared(
    before: Selected,
    after: Selected,
    *,
    normalisation: str = "average",
    camps: int = 2,
    balanced: bool = True,
    restarts: int = RESTARTS,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Compared:
    """What has changed from one period to the next.

    Source: Krackhardt 1988, Predicting with networks (QAP); Hubert & Arabie 1985 (adjusted Rand index).

    Args:
        before: the statements of the first period.
        after: those of the second.
        normalisation: what ties are divided by, see `suara.analyse.discourse.norms`.
        camps: how many camps each period has.
        balanced: whether their sizes may differ by one at most.
        restarts: see `polarised`.
        draws: of the tests.
        seed: of the search and the tests.

    Raises:
        InputError: positions are words.

    Example:
        >>> from suara.analyse.discourse.selection import select
        >>> first = [("a", 1), ("b", 1), ("x", 0), ("y", 0)]
        >>> both = [select(pl.DataFrame([(who, "tarif", said) for who, said in period],
        ...     schema=["organisation", "concept", "qualifier"], orient="row")) for period in (first, [*first[1:], ("a", 0)])]
        >>> found = compared(*both, draws=19)
        >>> found.positions.filter(change="turned").select("actor", "before", "after").rows()
        [('a', 1.0, -1.0)]
    """
    options = {"camps": camps, "balanced": balanced, "restarts": restarts, "seed": seed}
    ours, theirs = (one_mode(period, aggregation="subtract", normalisation=normalisation) for period in (before, after))
    positions = _changes.positions(before, after)
    found = _differing(before, after, normalisation, options, draws)
    members = _members(found.before, found.after)
    return Compared(
        ties=_changes.ties(ours, theirs),
        qap=correlated(ours, theirs, draws=draws, seed=seed),
        positions=positions,
        said=_changes.said(before, after, positions.filter(change="turned")),
        members=members,
        agreement=_agreement(members),
        polarisation=found,
    )


def _camps(period: Selected, normalisation: str, options: dict[str, int]) -> Polarisation:
    made = debate(period, normalisation)
    return polarised(made.actors.to_list(), made.congruence, made.conflict, **options)  # type: ignore[arg-type]


def _difference(before: Polarisation, after: Polarisation) -> float | None:
    if before.polarisation is None or after.polarisation is None:
        return None
    return after.polarisation - before.polarisation


def _differing(
    before: Selected, after: Selected, normalisation: str, options: dict[str, int], draws: int
) -> Difference:
    old, new = (_camps(period, normalisation, options) for period in (before, after))
    difference = _difference(old, new)
    if difference is None:
        return Difference(old, new, None, None, None, None, 0)
    rng = np.random.default_rng(options["seed"])
    pool = pl.concat([before.table, after.table], how="diagonal_relaxed")
    chance = []
    for _ in range(draws):
        order = rng.permutation(pool.height)
        halves = [np.sort(order[: before.table.height]), np.sort(order[before.table.height :])]
        one, other = (_camps(replace(before, table=pool[half]), normalisation, options) for half in halves)
        chance.append(_difference(one, other))
    values = np.array([value for value in chance if value is not None])
    if not len(values):
        return Difference(old, new, difference, None, None, None, 0)
    low, high = np.quantile(values, (0.025, 0.975))
    p = (1 + (np.abs(values) >= abs(difference) - 1e-12).sum()) / (1 + len(values))
    return Difference(old, new, difference, float(low), float(high), float(p), len(values))


def _members(before: Polarisation, after: Polarisation) -> pl.DataFrame:
    """The camps of both periods, those of the second named after those of the first."""
    from scipy.optimize import linear_sum_assignment  # takes a tenth of a second to load

    old, new = before.members.rename({"camp": "before"}), after.members.rename({"camp": "after"})
    both = old.join(new, on="actor", how="full", coalesce=True).sort("actor")
    pairs = both.drop_nulls()
    count = max([0, *old["before"].drop_nulls(), *new["after"].drop_nulls()])
    shared = np.zeros((count, count))
    np.add.at(shared, (pairs["after"].to_numpy() - 1, pairs["before"].to_numpy() - 1), 1)
    named = {int(a) + 1: int(b) + 1 for a, b in zip(*linear_sum_assignment(-shared), strict=True)}
    both = both.with_columns(pl.col("after").replace(named))
    change = (
        pl.when(~pl.col("actor").is_in(old["actor"].implode())).then(pl.lit("new"))
        .when(~pl.col("actor").is_in(new["actor"].implode())).then(pl.lit("gone"))
        .when(pl.col("before") != pl.col("after")).then(pl.lit("changed"))
        .when(pl.col("before") == pl.col("after")).then(pl.lit("same"))
    )  # fmt: skip
    return both.with_columns(change=change)


def _agreement(members: pl.DataFrame) -> tuple[float, float] | None:
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score  # take half a second to load

    both = members.drop_nulls(["before", "after"])
    if both.height < 2:
        return None
    labels = both["before"].to_numpy(), both["after"].to_numpy()
    return float(adjusted_rand_score(*labels)), float(normalized_mutual_info_score(*labels))
