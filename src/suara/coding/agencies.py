"""The agency registry: who serves the public, where, under which accounts, and by which names in text. It is data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

import msgspec
import polars as pl

from suara._toml import at, decoded, read
from suara.coding import regions as _regions
from suara.coding.regions import RegionFile, Regions
from suara.errors import DataError

BUNDLED = Path(str(files("suara.coding") / "agencies.toml"))


class Agency(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An agency; handles and ids by platform, handles without "@" and compared without case.

    `names` tell it for certain, `ambiguous` ones may mean another or none. A name may end in "{region}", or in a kind of
    region such as "{kota}": it counts only where such a region follows. `regional`: it has branches, named by their
    region ("dukcapil Kab. Bogor"). `region`: where it serves, if it is one of a kind.
    """

    id: str
    name: str = ""
    kind: str | None = None
    parent: str | None = None
    region: str | None = None
    regional: bool = False
    extend: bool = False  # adds to the agency with this id, in place of taking its place
    names: list[str] = []
    ambiguous: list[str] = []
    handles: dict[str, list[str]] = {}
    ids: dict[str, list[str]] = {}

    def extended(self, more: Agency) -> Agency:
        """This one with what another entry adds."""
        lists = {field: [*getattr(self, field), *getattr(more, field)] for field in ("names", "ambiguous")}
        accounts = {
            field: {
                platform: [*getattr(self, field).get(platform, []), *getattr(more, field).get(platform, [])]
                for platform in getattr(self, field) | getattr(more, field)
            }
            for field in ("handles", "ids")
        }
        told = {f: getattr(more, f) for f in ("name", "kind", "parent", "region", "regional") if getattr(more, f)}
        return msgspec.structs.replace(self, **lists, **accounts, **told)


class File(RegionFile, forbid_unknown_fields=True, kw_only=True):
    """A file of agencies, and of regions if it has any."""

    replace: bool = False  # these agencies only, without those of the files before
    agencies: list[Agency] = msgspec.field(default=[], name="agency")


@dataclass(frozen=True)
class Registry:
    """All agencies and regions that are known.

    Example:
        >>> registry = load()
        >>> registry.accounts.filter(handle="kai121")["agency"].to_list()
        ['kai']
    """

    agencies: tuple[Agency, ...]
    regions: Regions
    replaced: tuple[str, ...] = ()  # agencies whose names or accounts an entry with the same id leaves out

    @cached_property
    def frame(self) -> pl.DataFrame:
        """One row an agency: agency, name, kind, parent, region, regional."""
        columns = ("agency", "name", "kind", "parent", "region")
        rows = [(a.id, a.name, a.kind, a.parent, a.region, a.regional) for a in self.agencies]
        schema = dict.fromkeys(columns, pl.String) | {"regional": pl.Boolean}
        return pl.DataFrame(rows, schema=schema, orient="row")

    @cached_property
    def accounts(self) -> pl.DataFrame:
        """One row an account that an agency operates: agency, platform, handle (lower case) or id."""
        rows = [
            (agency.id, platform, handle.removeprefix("@").lower(), None)
            for agency in self.agencies
            for platform, handles in agency.handles.items()
            for handle in handles
        ] + [
            (agency.id, platform, None, account)
            for agency in self.agencies
            for platform, accounts in agency.ids.items()
            for account in accounts
        ]
        columns = ("agency", "platform", "handle", "id")
        return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row").unique(maintain_order=True)

    @cached_property
    def names(self) -> pl.DataFrame:
        """One row a name in text: agency, name (without what it needs), needs (a kind of region), certain, regional."""
        rows = [
            (agency.id, *parted(name), certain, agency.regional)
            for agency in self.agencies
            for names, certain in ((agency.names, True), (agency.ambiguous, False))
            for name in names
        ]
        schema = {
            "agency": pl.String, "name": pl.String, "needs": pl.String, "certain": pl.Boolean, "regional": pl.Boolean,
        }  # fmt: skip
        return pl.DataFrame(rows, schema=schema, orient="row").unique(maintain_order=True)


def parted(name: str) -> tuple[str, str | None]:
    """A name and the kind of region that has to follow it.

    Example:
        >>> parted("Pemkot {kota}"), parted("PLN")
        (('Pemkot', 'kota'), ('PLN', None))
    """
    if name.endswith("}"):
        before, brace, kind = name[:-1].rpartition("{")
        if brace:
            return before.rstrip(), kind.strip()
    return name, None


def load(paths: Sequence[str | Path] = ()) -> Registry:
    """The bundled agencies, extended by those of the files; an entry with a known id replaces that one.

    An entry with `extend = true` adds its names and accounts to it instead, whichever file comes first. A file with
    `replace = true` stands alone. Files may bring regions of their own.

    Raises:
        DataError: a file can't be read or breaks a rule; with the line.
    """
    known = {agency.id: _Entry(agency, BUNDLED, i) for i, agency in enumerate(_bundled().agencies)}
    regions, adding, replaced = bundled_regions(), list[_Entry](), list[str]()
    for path in map(Path, paths):
        if not path.is_file():
            raise DataError(f"there is no agency file {path}")
        file = decoded(path, File)
        _refuse(path, _regions.problems(file, regions))
        regions = regions.with_file(file)
        if file.replace:
            known, adding = {}, []
        entries = [_Entry(agency, path, i) for i, agency in enumerate(file.agencies)]
        _refuse(path, _listed_twice(entries))
        own = {entry.agency.id: entry for entry in entries if not entry.agency.extend}
        replaced += [name for name, entry in own.items() if name in known and _loses(known[name].agency, entry.agency)]
        known |= own
        adding += [entry for entry in entries if entry.agency.extend]
    if paths:
        for entry, place, problem in _problems(known, adding, regions):
            raise DataError(f"{at(entry.path, read(entry.path), 'agency', f'[{entry.number}]', *place)}: {problem}")
    return Registry(tuple(_together(known, adding).values()), regions, tuple(dict.fromkeys(replaced)))


@cache
def _bundled() -> File:
    return decoded(BUNDLED, File)


@cache
def bundled_regions() -> Regions:
    """The regions that come with suara."""
    return Regions().with_file(decoded(_regions.BUNDLED, RegionFile))


@dataclass(frozen=True)
class _Entry:
    """An agency and where it stands."""

    agency: Agency
    path: Path
    number: int  # among the agencies of its file


Problem = tuple[Sequence[str], str]
"""The place in a file, and what is wrong there."""


def _refuse(path: Path, problems: Iterator[Problem]) -> None:
    for place, problem in problems:
        raise DataError(f"{at(path, read(path), *place)}: {problem}")


def _loses(before: Agency, after: Agency) -> bool:
    """Whether a name or an account of the one is not of the other."""
    told = [{*each.names, *each.ambiguous, *_accounts(each)} for each in (before, after)]
    return not told[0] <= told[1]


def _listed_twice(entries: list[_Entry]) -> Iterator[Problem]:
    seen: set[str] = set()
    for entry in entries:
        if entry.agency.extend:
            continue  # several entries may add to one agency
        if entry.agency.id in seen:
            yield ("agency", f"[{entry.number}]"), f"agency {entry.agency.id!r} stands there twice"
        seen.add(entry.agency.id)


def _together(known: dict[str, _Entry], adding: list[_Entry]) -> dict[str, Agency]:
    agencies = {name: entry.agency for name, entry in known.items()}
    for entry in adding:
        agencies[entry.agency.id] = agencies[entry.agency.id].extended(entry.agency)
    return agencies


def _problems(
    known: dict[str, _Entry], adding: list[_Entry], regions: Regions
) -> Iterator[tuple[_Entry, Sequence[str], str]]:
    """Each rule that an entry breaks: the entry, the place in it, and what is wrong."""
    parents = {entry.agency.id: entry.agency.parent for entry in known.values()}
    parents |= {entry.agency.id: entry.agency.parent for entry in adding if entry.agency.parent}
    owners: dict[tuple[str, str], str] = {}
    for entry in (*known.values(), *adding):
        agency = entry.agency
        if agency.extend and agency.id not in known:
            yield entry, ("id",), f"{agency.id!r} is to be extended, but no file has such an agency"
        if not agency.name.strip() and not agency.extend:
            yield entry, ("name",), f"{agency.id!r} has no name"
        if agency.parent is not None and agency.parent not in known:
            yield entry, ("parent",), f"{agency.id!r} has the parent {agency.parent!r}, which is no agency"
        if (circle := _circle(agency.id, parents)) is not None:
            yield entry, ("parent",), f"{agency.id!r} is its own parent, by way of {circle!r}"
        if agency.region is not None and agency.region not in regions.ids:
            yield entry, ("region",), f"{agency.id!r} has the region {agency.region!r}, which is no region"
        for name in (*agency.names, *agency.ambiguous):
            if (fault := _fault(name, regions)) is not None:
                yield entry, (name,), f"{agency.id!r}: {name!r} {fault}"
        for platform, account in _accounts(agency):
            other = owners.setdefault((platform, account.lower()), agency.id)
            if other != agency.id:
                yield (
                    entry,
                    (account.removeprefix("@"),),
                    f"{account} on {platform} is claimed by {other} and {agency.id}",
                )


def _accounts(agency: Agency) -> Iterator[tuple[str, str]]:
    for platform, handles in agency.handles.items():
        yield from ((platform, f"@{handle.removeprefix('@')}") for handle in handles)
    for platform, ids in agency.ids.items():
        yield from ((platform, account) for account in ids)


def _fault(name: str, regions: Regions) -> str | None:
    """Why a name can't be looked for in text."""
    words, needs = parted(name)
    if not any(char.isalpha() for char in words):
        return "is no name: it has no letter"
    if needs is not None and needs != _regions.ANY and needs not in regions.kinds:
        return f"asks for a region of the kind {needs!r}: write {{{_regions.ANY}}} or one of {', '.join(regions.kinds)}"
    return None


def _circle(start: str, parents: dict[str, str | None]) -> str | None:
    """The agency by way of which one is its own parent."""
    seen, above = {start}, parents.get(start)
    while above is not None:
        if above in seen:
            return above
        seen.add(above)
        above = parents.get(above)
    return None
