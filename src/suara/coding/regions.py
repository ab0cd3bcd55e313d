"""Regions: where a branch of an agency serves, and how people call the place. They are data, see `regions.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import msgspec
import polars as pl

BUNDLED = Path(str(files("suara.coding") / "regions.toml"))

ANY = "region"
"""In the name of an agency, `{region}` stands for a region of any kind; else it is the id of a kind."""


class Kind(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A kind of region, and the words beside a name that tell it."""

    name: str
    before: list[str] = []
    after: list[str] = []


class Region(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A region, and those in it by their kind; see `regions.toml`."""

    id: str
    name: str
    kind: str
    timezone: str | None = None
    within: str | None = None
    short: list[str] = []
    parts: dict[str, list[str]] = {}


class RegionFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a file says of regions."""

    version: str = "1"
    links: list[str] = []
    ordinary: list[str] = []
    kinds: dict[str, Kind] = msgspec.field(default={}, name="kind")
    short: dict[str, list[str]] = {}
    regions: list[Region] = msgspec.field(default=[], name="region")

    @property
    def listed(self) -> list[Region]:
        """Its regions, the parts of each after it."""
        return [one for region in self.regions for one in (region, *_parts(region))]


def _parts(region: Region) -> list[Region]:
    return [
        Region(id=f"{kind}_{slug(name)}", name=name, kind=kind, within=region.id, timezone=region.timezone)
        for kind, names in region.parts.items()
        for name in names
    ]


def slug(name: str) -> str:
    """A name as an id.

    Example:
        >>> slug("Tojo Una-Una")
        'tojo_una_una'
    """
    return re.sub(r"\W+", "_", name.lower()).strip("_")


@dataclass(frozen=True)
class Regions:
    """All regions that are known.

    Example:
        >>> from suara.coding.agencies import load
        >>> regions = load().regions
        >>> regions.frame.filter(region="kota_bogor").row(0)
        ('kota_bogor', 'Kota Bogor', 'kota', 'jawa_barat', 'WIB')
        >>> regions.called.filter(words="bogor")["region"].to_list()
        ['kab_bogor', 'kota_bogor']
    """

    regions: tuple[Region, ...] = ()
    kinds: dict[str, Kind] = field(default_factory=dict)
    short: dict[str, list[str]] = field(default_factory=dict)
    ordinary: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()

    def with_file(self, file: RegionFile) -> Regions:
        """These and those of a file; a region with a known id takes that one's place."""
        known = {one.id: one for one in self.regions} | {one.id: one for one in file.listed}
        return Regions(
            tuple(known.values()),
            self.kinds | file.kinds,
            self.short | file.short,
            self.ordinary | set(file.ordinary),
            self.links | {_plain(link) for link in file.links if _plain(link)},
        )

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all."""
        return frozenset(one.id for one in self.regions)

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Words that may end in a full stop which ends nothing ("Kab."): those that tell a kind, and links."""
        told = {_plain(word) for kind in self.kinds.values() for word in (*kind.before, *kind.after)}
        return frozenset(word for word in told | self.links if word)

    @cached_property
    def frame(self) -> pl.DataFrame:
        """One row a region: region, name (with its kind), kind, province (the outermost region it lies in), timezone."""
        within = {one.id: one.within for one in self.regions}
        outermost = [_outermost(one.id, within) for one in self.regions]
        columns = ("region", "name", "kind", "province", "timezone")
        rows = [
            (one.id, self._full_name(one), one.kind, province, one.timezone)
            for one, province in zip(self.regions, outermost, strict=True)
        ]
        return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")

    def _full_name(self, region: Region) -> str:
        """The name with its kind (Kota Bogor), which the outermost ones need not."""
        return region.name if region.within is None else f"{self.kinds[region.kind].name} {region.name}"

    @cached_property
    def called(self) -> pl.DataFrame:
        """What people call regions, a row a name and region: words (as `simplified` gives them), region, kind."""
        rows = [(call, one.id, one.kind) for one in self.regions for call in self._calls(one)]
        schema = dict.fromkeys(("words", "region", "kind"), pl.String)
        called = pl.DataFrame(rows, schema=schema, orient="row")
        return called.with_columns(simplified(pl.col("words"))).unique(maintain_order=True)

    def _calls(self, region: Region) -> Iterator[str]:
        kind = self.kinds[region.kind]
        for name in (region.name, *region.short, *self.short.get(region.id, ())):
            if region.id not in self.ordinary:
                yield name
            yield from (f"{word} {name}" for word in kind.before)
            yield from (f"{name} {word}" for word in kind.after)


def _outermost(region: str, within: dict[str, str | None]) -> str:
    above = within.get(region)
    return region if above is None else _outermost(above, within)


def _plain(words: str) -> str:
    """What `simplified` gives, of one text."""
    return re.sub(r"[\W_]+", " ", words.lower()).strip()


def simplified(text: pl.Expr) -> pl.Expr:
    """Text as its words in lower case, with one space between.

    Example:
        >>> pl.select(simplified(pl.lit("Kab. Tojo Una-Una"))).item()
        'kab tojo una una'
    """
    return text.str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()


def problems(file: RegionFile, known: Regions) -> Iterator[tuple[Sequence[str], str]]:
    """What is wrong with the regions of a file that adds to those that are known: (place in the file, what)."""
    both = known.with_file(file)
    seen: set[str] = set()
    for i, region in enumerate(file.regions):
        here = ("region", f"[{i}]")
        if region.kind not in both.kinds:
            yield (
                (*here, "kind"),
                f"region {region.id!r} is of the kind {region.kind!r}, which no [kind.{region.kind}] tells",
            )
        if region.within is not None and (region.within not in both.ids or _circles(region, both)):
            yield (
                (*here, "within"),
                f"region {region.id!r} lies within {region.within!r}, which is no region that could hold it",
            )
        for kind in region.parts.keys() - both.kinds.keys():
            yield (*here, kind), f"region {region.id!r} has parts of the kind {kind!r}, which no [kind.{kind}] tells"
        for one in (region, *_parts(region)):
            if one.id in seen:
                yield (*here, one.name), f"region {one.id!r} is listed twice"
            seen.add(one.id)
    for table, names in (("short", list(file.short)), ("ordinary", file.ordinary)):
        for name in names:
            if name not in both.ids:
                yield (table, name), f"{table} tells of {name!r}, which is no region"


def _circles(region: Region, regions: Regions) -> bool:
    within = {one.id: one.within for one in regions.regions}
    seen, at = {region.id}, region.within
    while at is not None and at not in seen:
        seen.add(at)
        at = within.get(at)
    return at is not None
