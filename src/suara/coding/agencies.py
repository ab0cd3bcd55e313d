"""The agency registry: who serves the public, under which accounts, and by which names in text. It is data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import msgspec
import polars as pl

from suara._toml import decoded
from suara.errors import DataError

BUNDLED = Path(str(files("suara.coding") / "agencies.toml"))


class Agency(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An agency; handles and ids by platform, handles without "@" and compared without case."""

    id: str
    name: str
    kind: str | None = None
    parent: str | None = None
    names: list[str] = []
    handles: dict[str, list[str]] = {}
    ids: dict[str, list[str]] = {}


class _File(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    version: str = "1"
    replace: bool = False  # these agencies only, without the bundled ones
    agencies: list[Agency] = msgspec.field(default=[], name="agency")


@dataclass(frozen=True)
class Registry:
    """All agencies that are known.

    Example:
        >>> registry = load()
        >>> registry.accounts.filter(handle="kai121")["agency"].to_list()
        ['kai']
    """

    agencies: tuple[Agency, ...]

    @property
    def frame(self) -> pl.DataFrame:
        """One row an agency: agency, name, kind, parent."""
        columns = ("agency", "name", "kind", "parent")
        rows = [(a.id, a.name, a.kind, a.parent) for a in self.agencies]
        return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")

    @property
    def accounts(self) -> pl.DataFrame:
        """One row an account that an agency operates: agency, platform, handle (lower case) or id."""
        rows = [
            (agency.id, platform, handle.lower(), None)
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
        return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")

    @property
    def names(self) -> list[tuple[str, str]]:
        """(agency, name in text) pairs."""
        return [(agency.id, name) for agency in self.agencies for name in agency.names]


def load(paths: Sequence[str | Path] = ()) -> Registry:
    """The bundled agencies, extended by those of the files; an entry with a known id replaces that one.

    A file with `replace = true` stands alone.

    Raises:
        DataError: a file can't be read or breaks a rule.
    """
    known = {agency.id: agency for agency in decoded(BUNDLED, _File).agencies}
    for path in map(Path, paths):
        if not path.is_file():
            raise DataError(f"there is no agency file {path}")
        own = decoded(path, _File)
        if own.replace:
            known = {}
        known |= {agency.id: agency for agency in own.agencies}
        _check(list(known.values()), path)
    return Registry(tuple(known.values()))


def _check(agencies: list[Agency], path: Path) -> None:
    ids = {agency.id for agency in agencies}
    for agency in agencies:
        if agency.parent is not None and agency.parent not in ids:
            raise DataError(f"{path}: {agency.id!r} has the parent {agency.parent!r}, which is no agency")
    parents = {agency.id: agency.parent for agency in agencies}
    for start in parents:
        seen, at = {start}, parents[start]
        while at is not None:
            if at in seen:
                raise DataError(f"{path}: {start!r} is its own parent, by way of {at!r}")
            seen.add(at)
            at = parents[at]
    registry = Registry(tuple(agencies))
    shared = (
        registry.accounts.group_by("platform", "handle", "id")
        .agg("agency")
        .filter(pl.col("agency").list.n_unique() > 1)
    )
    for row in shared.iter_rows(named=True):
        account = row["id"] or "@" + row["handle"]
        raise DataError(f"{path}: {account} on {row['platform']} is claimed by {' and '.join(row['agency'])}")
