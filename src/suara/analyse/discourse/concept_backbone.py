r"""The backbone of a debate: the few concepts that make its camps what they are; the others could be left out.

A set B of concepts gives a network of actors Y(B): congruence less conflict on these concepts, divided by the average number of
statements of the two on them, negative ties taken as 0. Of its Laplacian (degrees on the diagonal, less Y) the eigenvalues
are divided by their sum and sorted; the *loss* of a set is the sum of the absolute differences between its eigenvalues
and those of all concepts, from 0 (the same) to 2. The smaller the loss, the more the network on these alone is like the whole.

Discourse Network Analyzer 3.1 compares the degrees instead, as its Laplacian is never taken; `eigenvalues="dna"` does that,
to compare with figures of that program.

Source: Leifeld 2017, Discourse network analysis; the procedures are those of Discourse Network Analyzer's `dna_backbone`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import comb, exp
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from suara.analyse.discourse._counts import counted
from suara.analyse.discourse.selection import Selected
from suara.errors import InputError

Reals = npt.NDArray[np.float64]
Sets = npt.NDArray[np.bool_]
Eigenvalues = Literal["laplacian", "dna"]

EXACT = 1 << 15
"""Sets up to which all of them are tried, as long as their eigenvalues are worked out in seconds: see `_WORK`."""

MOST = 500
"""Actors up to which eigenvalues are worked out."""

PENALTY, STEPS, SEED = 3.5, 3_000, 7
_WORK = 1 << 31  # sets times the cube of actors
_CELLS = 1 << 21  # of matrices that are worked out at once


@dataclass(frozen=True)
class Layers:
    """The network of actors, concept by concept."""

    concepts: pl.Series
    ties: Reals  # concept x actor x actor: congruence less conflict on this concept
    said: Reals  # concept x actor: statements
    eigenvalues: Eigenvalues = "laplacian"

    @classmethod
    def of(cls, selected: Selected, *, eigenvalues: Eigenvalues = "laplacian") -> Layers:
        """The layers of statements that were selected with their positions.

        Raises:
            InputError: positions are words, which no congruence can be subtracted of, or there are too many actors.

        Example:
            >>> from suara.analyse.discourse.selection import select
            >>> said = {"organisation": ["PLN", "YLKI"], "concept": ["tarif", "tarif"], "qualifier": [1, 0]}
            >>> Layers.of(select(pl.DataFrame(said))).ties.tolist()
            [[[0.0, -1.0], [-1.0, 0.0]]]
        """
        if selected.scale is None:
            raise InputError("a backbone of concepts takes positions that are numbers, not words")
        counts = counted(selected, None, None, of_concepts=False)
        _check(len(counts.rows))
        table = counts.table.toarray().reshape(len(counts.rows), len(counts.columns), counts.levels)
        levels = selected.levels.to_numpy().astype(np.float64)
        near = 1 - 2 * np.abs(levels[:, None] - levels) / (selected.scale or 1.0)
        ties = np.einsum("ijk,kl,mjl->jim", table, near, table, optimize=True)
        ties[:, np.arange(len(table)), np.arange(len(table))] = 0
        return cls(counts.columns, ties, table.sum(axis=2).T, eigenvalues)

    @cached_property
    def whole(self) -> Reals:
        """The eigenvalues of the network of all concepts."""
        found: Reals = self.spectra(np.ones((1, len(self.concepts)), dtype=bool))[0]
        return found

    def spectra(self, sets: Sets) -> Reals:
        """The eigenvalues of the network of each set (a row each, True for what is in it)."""
        count, n = self.said.shape
        ties = (sets.astype(float) @ self.ties.reshape(count, n * n)).reshape(-1, n, n)
        said = sets.astype(float) @ self.said
        divisor = (said[:, :, None] + said[:, None, :]) / 2
        ties = np.divide(ties, divisor, out=np.zeros_like(ties), where=divisor > 0)
        ties[:, np.arange(n), np.arange(n)] = 0
        ties = np.maximum(ties, 0)
        degrees = ties.sum(axis=2)
        if self.eigenvalues == "dna":
            values = np.sort(degrees, axis=1)
        else:
            values = np.linalg.eigvalsh(degrees[:, :, None] * np.eye(n) - ties)
        total = values.sum(axis=1, keepdims=True)
        found: Reals = np.divide(values, total, out=np.zeros_like(values), where=total > 1e-9)
        return found

    def can_try(self, sets: int) -> bool:
        """Whether all of so many sets can be tried."""
        return sets <= EXACT and sets * self.said.shape[1] ** 3 <= _WORK

    def losses(self, sets: Sets) -> Reals:
        """The loss of each set, rounded to 12 digits so that equal ones are equal on every machine."""
        rows = max(_CELLS // max(self.said.shape[1], 1) ** 2, 1)
        parts = [self.spectra(sets[at : at + rows]) for at in range(0, len(sets), rows)]
        found: Reals = np.abs(np.concatenate(parts) - self.whole).sum(axis=1).round(12)
        return found


def _check(actors: int) -> None:
    if actors > MOST:
        raise InputError(
            f"a backbone of concepts needs the eigenvalues of the network, which is too much of {actors:,} actors (at most "
            f"{MOST}): take organisations in place of people, or leave out who says little"
        )


@dataclass(frozen=True)
class ConceptBackbone:
    """Which concepts are in the backbone.

    concepts   concept, backbone
    loss       of the backbone; null where there is none
    exact      whether all sets were tried; else the best that was found
    """

    concepts: pl.DataFrame
    loss: float | None
    exact: bool


def nested(layers: Layers) -> pl.DataFrame:
    """One concept less at a time, that whose going makes the loss least; the first by name of equal ones.

    Returns:
        A row a concept, in the order in which they go: `step`, `concept`, `loss` of the backbone without it and all above, and
        `left`, how many are in that backbone.

    Example:
        >>> from suara.analyse.discourse.selection import select
        >>> said = [*((who, "tax", 1) for who in "abc"), *((who, "price", 1) for who in "cd"), ("d", "rain", 1)]
        >>> table = pl.DataFrame(said, schema=["organisation", "concept", "qualifier"], orient="row")
        >>> nested(Layers.of(select(table))).rows()
        [(1, 'rain', 0.052287581699, 2), (2, 'price', 0.19149631491, 1), (3, 'tax', 1.0, 0)]
    """
    kept = np.ones(len(layers.concepts), dtype=bool)
    rows: list[tuple[str, float]] = []
    while kept.any():
        at = _by_name(layers, np.flatnonzero(kept))
        without = np.tile(kept, (len(at), 1))
        without[np.arange(len(at)), at] = False
        losses = layers.losses(without)
        best = int(np.argmin(losses))
        kept[at[best]] = False
        rows.append((layers.concepts[int(at[best])], float(losses[best])))
    schema = {"concept": pl.String, "loss": pl.Float64}
    table = pl.DataFrame(rows, schema=schema, orient="row").with_row_index("step", 1)
    return table.with_columns(pl.col("step").cast(pl.Int64), left=pl.len() - pl.col("step").cast(pl.Int64))


def fixed(layers: Layers, size: int, *, steps: int = STEPS, seed: int = SEED) -> ConceptBackbone:
    """The backbone of so many concepts that has the least loss.

    All sets of that size are tried where there are at most 2^15 (fewer of more than 40 actors); else simulated annealing
    swaps concepts, and the best set it has seen counts.

    Args:
        layers: the network, concept by concept.
        size: how many concepts.
        steps: of annealing.
        seed: of annealing.

    Raises:
        InputError: there aren't so many concepts.

    Example:
        >>> from suara.analyse.discourse.selection import select
        >>> said = [*((who, "tax", 1) for who in "abc"), *((who, "price", 1) for who in "cd"), ("d", "rain", 1)]
        >>> table = pl.DataFrame(said, schema=["organisation", "concept", "qualifier"], orient="row")
        >>> found = fixed(Layers.of(select(table)), 2)
        >>> found.concepts.filter("backbone")["concept"].to_list(), found.loss
        (['price', 'tax'], 0.052287581699)
    """
    count = len(layers.concepts)
    if not 1 <= size <= count:
        raise InputError(f"a backbone of {size} of {count} concepts can't be: ask for 1 to {count}")
    if layers.can_try(comb(count, size)):
        order = _by_name(layers, np.arange(count))
        sets = np.zeros((comb(count, size), count), dtype=bool)
        for row, members in enumerate(combinations(order, size)):
            sets[row, list(members)] = True
        losses = layers.losses(sets)
        return _told(layers, sets[np.argmin(losses)], exact=True)
    return _told(layers, _annealed(layers, steps, seed, size=size), exact=False)


def penalised(layers: Layers, penalty: float = PENALTY, *, steps: int = STEPS, seed: int = SEED) -> ConceptBackbone:
    """The backbone that has the least loss for its size, loss times exp(-penalty (all - size) / all).

    A higher penalty gives a smaller backbone. The set of all concepts, whose loss is 0 whatever the penalty, isn't asked
    for, nor the empty one. All sets are tried where there are at most 2^15 (15 concepts; fewer of more than 40
    actors); else simulated annealing adds, takes out and swaps concepts, and the best set it has seen counts.

    Args:
        layers: the network, concept by concept.
        penalty: how much a small backbone is worth.
        steps: of annealing.
        seed: of annealing.

    Example:
        >>> from suara.analyse.discourse.selection import select
        >>> said = [*((who, "tax", 1) for who in "abc"), *((who, "price", 1) for who in "cd"), ("d", "rain", 1)]
        >>> table = pl.DataFrame(said, schema=["organisation", "concept", "qualifier"], orient="row")
        >>> penalised(Layers.of(select(table)), 1.0).concepts.filter("backbone")["concept"].to_list()
        ['price', 'tax']
    """
    count = len(layers.concepts)
    if count < 2:
        return ConceptBackbone(_table(layers, np.ones(count, dtype=bool)), 0.0 if count else None, True)
    if layers.can_try(1 << count):
        order = _by_name(layers, np.arange(count))
        numbers = np.arange(1, (1 << count) - 1)
        sets = np.zeros((len(numbers), count), dtype=bool)
        sets[:, order] = (numbers[:, None] >> np.arange(count)) & 1
        worth = _penalised(layers.losses(sets), sets, penalty)
        return _told(layers, sets[np.argmin(worth.round(12))], exact=True)
    return _told(layers, _annealed(layers, steps, seed, penalty=penalty), exact=False)


def _penalised(losses: Reals, sets: Sets, penalty: float) -> Reals:
    found: Reals = losses * np.exp(-penalty * (~sets).sum(axis=1) / sets.shape[1])
    return found


def _by_name(layers: Layers, at: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    names = layers.concepts.cast(pl.String).gather(at)
    found: npt.NDArray[np.int64] = at[names.arg_sort().to_numpy()]
    return found


def _annealed(layers: Layers, steps: int, seed: int, *, size: int | None = None, penalty: float = 0.0) -> Sets:
    """Simulated annealing with the cooling and the acceptance that Discourse Network Analyzer has."""
    rng = np.random.default_rng(seed)
    count = len(layers.concepts)
    order = _by_name(layers, np.arange(count))
    known: dict[bytes, float] = {}

    def worth(members: Sets) -> float:
        key = members.tobytes()
        if key not in known:
            known[key] = float(_penalised(layers.losses(members[None, :]), members[None, :], penalty)[0])
        return known[key]

    now = np.zeros(count, dtype=bool)
    now[order[rng.permutation(count)[: size or count // 2]]] = True
    best = now
    for step in range(1, steps + 1):
        new = _neighbour(rng, now, order, swap=size is not None)
        gain = worth(new) - worth(now)
        heat = 1 - 1 / (1 + exp(5 - 12 * step / steps))
        if gain < 0 or rng.random() < exp(-gain) * heat:
            now = new
        if worth(now) < worth(best):
            best = now
    return best


def _neighbour(rng: np.random.Generator, now: Sets, order: npt.NDArray[np.int64], *, swap: bool) -> Sets:
    """A set that is one swap away or, where the size is free, one concept more or less; never all of them, nor none."""
    inside, outside = order[now[order]], order[~now[order]]
    moves = ["swap"]
    if not swap:
        moves += ["add"] * (len(outside) > 1) + ["remove"] * (len(inside) > 1)
    move = moves[rng.integers(len(moves))]
    new = now.copy()
    if move != "add":
        new[rng.choice(inside)] = False
    if move != "remove":
        new[rng.choice(outside)] = True
    return new


def _told(layers: Layers, members: Sets, *, exact: bool) -> ConceptBackbone:
    return ConceptBackbone(_table(layers, members), float(layers.losses(members[None, :])[0]), exact)


def _table(layers: Layers, members: Sets) -> pl.DataFrame:
    columns = {"concept": layers.concepts.cast(pl.String), "backbone": members}
    return pl.DataFrame(columns, schema={"concept": pl.String, "backbone": pl.Boolean}).sort("concept")
