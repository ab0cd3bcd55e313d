"""The screen: whom to look at, with the evidence, and with what chance alone would give. It is no verdict.

That two accounts share the same things within seconds, again and again, may be one person's tool or a paid campaign;
or fans of the same singer, colleagues, a school class, the same widget on a web page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from suara.analyse.coordination.chance import by_chance
from suara.analyse.coordination.expected import e_value, expected
from suara.analyse.coordination.pairs import PAIRS, Paired, named
from suara.analyse.coordination.rules import Rules
from suara.analyse.coordination.shares import Coded
from suara.analyse.coordination.ties import TIES, parts, ties
from suara.analyse.coordination.weights import Weighed, weigh
from suara.graph.model import DType

FLAGGED = {
    **TIES,
    "kinds": pl.String,
    "by_clock": pl.Float64,
    "by_haste": pl.Float64,
    "e_value": pl.Float64,
    "component": pl.Int64,
}
ACCOUNTS = {
    "account": pl.String,
    "kinds": pl.String,
    "partners": pl.Int64,
    "posts": pl.Int64,
    "weight": pl.Int64,
    "seconds": pl.Float64,
    "symmetry": pl.Float64,
    "by_clock": pl.Float64,
    "by_haste": pl.Float64,
    "component": pl.Int64,
}
EVIDENCE = {"component": pl.Int64, "kind": pl.String, **PAIRS}


@dataclass(frozen=True)
class Screen:
    """Who is flagged, and why.

    accounts: `ACCOUNTS`, a row an account in a flagged tie: kinds (of objects, the most frequent first), partners (how
    many), posts (its own that are in pairs), weight (of all its flagged ties), seconds (of its fastest pair), symmetry
    (of its ties, on average by weight), by_clock and by_haste (of its ties; see
    `suara.analyse.coordination.expected.expected`), component (of those whom flagged ties join, 1 the largest).

    ties: `FLAGGED`, a row two accounts. evidence: `EVIDENCE`, a row an object that two posts share. chance: see
    `suara.analyse.coordination.chance.by_chance`. crowded: kind, object, shares of the objects that were too much.

    shares, pairs, all_ties: how many there are in all; heavy: ties of the weight that is asked for; above: the quantile.
    """

    rules: Rules
    accounts: pl.DataFrame
    ties: pl.DataFrame
    evidence: pl.DataFrame
    chance: pl.DataFrame
    crowded: pl.DataFrame
    shares: int
    pairs: int
    all_ties: int
    heavy: int
    above: float | None


def screen(shares: pl.DataFrame, rules: Rules = Rules()) -> Screen:  # noqa: B008 - frozen
    """Flag the accounts that share the same things at nearly the same time more often than others and than by chance.

    Args:
        shares: see `suara.analyse.coordination.shares.SHARES`.
        rules: what makes a pair, and from when on a tie is flagged.

    Example:
        >>> from datetime import UTC, datetime, timedelta
        >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
        >>> rows = [(f"u{d}", a, f"{a}{d}", noon + timedelta(d, s)) for d in range(4) for s, a in enumerate("ab")]
        >>> rows += [("v", f"c{h}", f"{h}-{i}", noon + timedelta(i, hours=h)) for h in range(-9, 9) for i in range(4)]
        >>> from suara.analyse.coordination.shares import SHARES
        >>> found = screen(pl.DataFrame(rows, schema=SHARES, orient="row"))
        >>> found.accounts.select("account", "partners", "weight", "seconds").rows()
        [('a', 1, 4, 1.0), ('b', 1, 4, 1.0)]
    """
    coded = Coded.of(shares)
    paired = Paired.of(coded, rules.window, participation=rules.participation)
    weighed = weigh(paired, distinct=rules.distinct, most=rules.most)
    above, tied, pairs = _heavy(coded, weighed, rules)
    flagged, evidence = _flagged(coded, _surprising(coded, weighed, tied, pairs, rules), pairs)
    return Screen(
        rules,
        _accounts(flagged, evidence),
        flagged,
        evidence,
        by_chance(coded, weighed.ties["weight"], rules),
        _crowded(weighed),
        len(coded),
        weighed.pairs,
        weighed.ties.height,
        tied.height,
        above,
    )


def _heavy(coded: Coded, weighed: Weighed, rules: Rules) -> tuple[float | None, pl.DataFrame, pl.DataFrame]:
    """The quantile, the ties of the weight that is asked for, and their pairs."""
    weights = weighed.ties["weight"]
    above = None if rules.quantile is None else weights.quantile(rules.quantile, interpolation="linear")
    heavy = weighed.ties.filter(pl.col("weight") >= rules.least, above is None or pl.col("weight") > above)
    pairs = weighed.evidence(heavy)
    return above, ties(pairs.unique(["post", "partner_post"]) if rules.distinct else pairs), pairs


def _surprising(coded: Coded, weighed: Weighed, tied: pl.DataFrame, pairs: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """The ties that are no coincidence, with what is expected of them.

    What is usual is told by those who aren't suspected. At first all of these ties are; then those only that are left, as
    without the busy ones among whom they were the others seem slower than they are.
    """
    kept = tied
    for _ in range(2):
        kept = expected(
            coded, kept.select(tied.columns), pairs.join(_both_ways(kept), on=_PAIR, how="semi"), rules.window
        )
        kept = kept.with_columns(e_value(kept, weighed.ties.height))
        if rules.e_value is not None:
            kept = kept.filter(pl.col("e_value") <= rules.e_value)
    return kept


_PAIR = ["account", "partner"]


def _both_ways(tied: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([tied.select(_PAIR), tied.select(account="partner", partner="account")])


_ENDS = (
    pl.min_horizontal("account", "partner").alias("one"),
    pl.max_horizontal("account", "partner").alias("two"),
)


def _flagged(coded: Coded, tied: pl.DataFrame, pairs: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Ties with their kinds and components, and the evidence for them, by name."""
    tied = tied.join(parts(tied), on="account", how="left", maintain_order="left")
    keys = tied.select("component", one="account", two="partner")
    evidence = pairs.with_columns(_ENDS).join(keys, on=["one", "two"], maintain_order="left")
    evidence = named(coded, evidence.sort("component", "one", "two", maintain_order=True))
    kinds = _kinds(evidence.select("kind", account="one", partner="two"), ["account", "partner"])
    tied = named(coded, tied.join(kinds, on=["account", "partner"], how="left", maintain_order="left"))
    return _shaped(tied, FLAGGED), _shaped(evidence, EVIDENCE)


def _shaped(table: pl.DataFrame, columns: Mapping[str, DType]) -> pl.DataFrame:
    return table.select(pl.col(name).cast(dtype) for name, dtype in columns.items())


def _kinds(rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """The kinds of some rows in one text, the most frequent first."""
    counted = rows.group_by(*by, "kind").len().sort("len", "kind", descending=[True, False])
    return counted.group_by(by, maintain_order=True).agg(kinds=pl.col("kind").str.join(", "))


def _accounts(flagged: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """What each account of flagged ties has to do with them."""
    turned = flagged.select(
        pl.col(name).alias({"account": "partner", "partner": "account"}.get(name, name)) for name in flagged.columns
    )
    ends = pl.concat([flagged, turned], how="diagonal").sort(
        "account", "partner"
    )  # sums of fractions hang on the order
    of_each = ends.group_by("account").agg(
        partners=pl.len(),
        symmetry=(pl.col("symmetry") * pl.col("weight")).sum() / pl.col("weight").sum(),
        weight=pl.col("weight").sum(),
        seconds=pl.col("seconds").min(),
        component=pl.col("component").first(),
        by_clock=pl.col("by_clock").sum(),
        by_haste=pl.col("by_haste").sum(),
    )
    own = [evidence.select("kind", account=a, post=p) for a, p in (("account", "post"), ("partner", "partner_post"))]
    posts = pl.concat(own).group_by("account").agg(posts=pl.col("post").n_unique())
    found = of_each.join(posts, on="account", how="left").join(
        _kinds(pl.concat(own), ["account"]), on="account", how="left"
    )
    found = found.sort("weight", "account", descending=[True, False])
    return _shaped(found, ACCOUNTS)


def _crowded(weighed: Weighed) -> pl.DataFrame:
    """kind, object, shares: of objects that very many shared at once, the most first."""
    shares = weighed.crowd.shares
    named = pl.DataFrame(
        {"kind": shares.kinds.gather(shares.kind), "object": shares.objects.gather(shares.object)},
        schema={"kind": pl.String, "object": pl.String},
    )
    return named.group_by("kind", "object").agg(shares=pl.len()).sort("shares", "object", descending=[True, False])
