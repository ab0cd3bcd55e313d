"""The agency registry: what is in it, what something resolves to in it, and what the posts say that it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from suara.analyse.agencies import suggest as _suggest
from suara.analyse.agencies import unknown as _unknown
from suara.analyse.agencies.ambiguous import ambiguous
from suara.analyse.agencies.drafting import draft
from suara.analyse.agencies.lookalikes import lookalikes
from suara.analyse.agencies.resolving import resolve
from suara.analyse.agencies.unseen import unseen
from suara.coding.agencies import Registry, load
from suara.errors import FileError
from suara.steps._coding import graph
from suara.steps._importing import Report, silent
from suara.workspace import Workspace


def registry(workspace: Workspace | None = None, files: Sequence[str | Path] = ()) -> Registry:
    """The registry of a workspace, or the bundled one, with the agencies of files.

    Raises:
        DataError: a file is wrong; with the line.
    """
    own = [] if workspace is None else [workspace.named(name) for name in workspace.settings.agencies]
    return load([*own, *files])


def agencies_listed(known: Registry) -> pl.DataFrame:
    """The registry as a table, a row an agency.

    agency, name, kind, parent, region, regional (it has branches everywhere), handles ("x:@KAI121"), ids, names and ambiguous
    names; several with "; " between.

    Example:
        >>> agencies_listed(registry()).filter(agency="kai_commuter").select("parent", "handles", "ambiguous").row(0)
        ('kai', 'x:@CommuterLine', 'KAI')
    """
    accounts = [
        (
            _joined(f"{platform}:@{handle}" for platform, handles in one.handles.items() for handle in handles),
            _joined(f"{platform}:{number}" for platform, ids in one.ids.items() for number in ids),
            _joined(one.names),
            _joined(one.ambiguous),
        )
        for one in known.agencies
    ]
    schema = dict.fromkeys(("handles", "ids", "names", "ambiguous"), pl.String)
    return known.frame.hstack(pl.DataFrame(accounts, schema=schema, orient="row"))


def _joined(values: Iterable[str]) -> str | None:
    return "; ".join(values) or None


def agencies_found(asked: str, known: Registry, lang: str = "id") -> pl.DataFrame:
    """What an id of an agency or account, a handle ("@...") or a text resolves to, a row each.

    agency, name, region, certain, candidates and regions (all that they may be, "; " between), evidence, and the sentence
    that `says` why, in the language asked for ("id" or "en"); see `suara.analyse.agencies.resolving`.

    Example:
        >>> found = agencies_found("PLN UP3 Bekasi", registry(), "en")
        >>> found.select("agency", "region", "regions").row(0)
        ('pln', None, 'kab_bekasi; kota_bekasi')
        >>> found["says"].item()
        'the name "PLN"; the region may be Kabupaten Bekasi or Kota Bekasi'
    """
    rows = resolve(asked, known)
    says = [_says(row, known, lang) for row in rows.iter_rows(named=True)]
    listed = pl.col("candidates", "regions").list.join("; ").replace("", None)
    return rows.with_columns(listed, says=pl.Series(says, dtype=pl.String)).drop("how", "of")


def _says(row: dict[str, Any], known: Registry, lang: str) -> str:
    """Why something is an agency, in a sentence."""
    said = WHY[row["how"]][lang].format(of=row["of"])
    if row["how"] == "entry":
        said += _entry(row["agency"], known, lang)
    calls = dict(known.regions.frame.select("region", "name").rows())
    either = OR[lang].join(calls[region] for region in row["regions"])
    if len(row["regions"]) == 1:
        said += REGION[lang].format(either)
    elif row["regions"]:
        said += REGIONS[lang].format(either)
    return said


def _entry(agency: str, known: Registry, lang: str) -> str:
    """What the registry says of an agency: above, below, names, accounts."""
    below = known.frame.filter(parent=agency)["agency"].to_list()
    row = agencies_listed(known).row(by_predicate=pl.col("agency") == agency, named=True)
    parts = {
        PART_OF: row["parent"], HOLDS: ", ".join(below), CALLED: row["names"], MAYBE: row["ambiguous"],
        ACCOUNTS: "; ".join(filter(None, (row["handles"], row["ids"]))),
    }  # fmt: skip
    return "".join(words[lang == "en"].format(value) for words, value in parts.items() if value)


WHY = {
    "entry": {"id": "id instansi di daftar", "en": "an agency's id in the registry"},
    "id": {"id": "akun resmi {of}", "en": "the official account {of}"},
    "handle": {"id": "akun resmi {of}", "en": "the official account {of}"},
    "signs": {
        "id": "mirip {of} kecuali tanda atau huruf serupa: bukan akun resmi yang dikenal",
        "en": "like {of} but for signs or letters that look alike: no official account that is known",
    },
    "letter": {
        "id": "beda satu huruf dari {of}: bukan akun resmi yang dikenal",
        "en": "one letter from {of}: no official account that is known",
    },
    "name": {"id": 'nama "{of}"', "en": 'the name "{of}"'},
    "ambiguous": {
        "id": 'nama "{of}" bisa berarti lain: dihitung hanya bila konteksnya jelas',
        "en": 'the name "{of}" may mean something else: it counts only where the context tells',
    },
}
OR = {"id": " atau ", "en": " or "}
REGION = {"id": "; wilayah {}", "en": "; the region {}"}
REGIONS = {"id": "; wilayahnya {}", "en": "; the region may be {}"}
PART_OF = ("; bagian dari {}", "; part of {}")
HOLDS = ("; membawahi {}", "; above {}")
CALLED = ("; disebut {}", "; called {}")
MAYBE = ("; mungkin juga {}", "; perhaps {}")
ACCOUNTS = ("; akun {}", "; accounts {}")


@dataclass(frozen=True)
class CheckedAgencies:
    """What the posts say of the registry; each table is told of where it is made."""

    accounts: pl.DataFrame  # that behave like an agency: analyse.agencies.suggest
    handles: pl.DataFrame  # that people turn to, of nobody known: analyse.agencies.unknown
    lookalikes: pl.DataFrame  # that look like an agency's and aren't: analyse.agencies.lookalikes
    ambiguous: pl.DataFrame  # names: analyse.agencies.ambiguous
    unseen: pl.DataFrame  # agencies: analyse.agencies.unseen


def check_agencies(
    workspace: Workspace,
    *,
    least: int = _unknown.LEAST,
    replies: int = _suggest.LEAST,
    score: float = _suggest.LIKELY,
    report: Report = silent,
) -> CheckedAgencies:
    """What the registry may lack, by what the posts tell; nothing is changed.

    Args:
        workspace: the workspace.
        least: how many people have to turn to an account before it is told of.
        replies: how many others an account has to reply to before its behaviour is looked at.
        score: from which score on it is suggested.
        report: see `Report`.
    """
    with workspace.lock():
        made = graph(workspace, report=report)
        report("looking at accounts", 0, 0)
        known = registry(workspace)
        apart = lookalikes(made, known)
        return CheckedAgencies(
            accounts=_suggest.suggest(made, apart, least=replies, likely=score),
            handles=_unknown.unknown(made, apart, least=least),
            lookalikes=apart,
            ambiguous=ambiguous(made, known),
            unseen=unseen(made, known),
        )


def draft_agencies(checked: CheckedAgencies, output: str | Path) -> int:
    """Write the suggestions as a file of agencies to be completed; returns how many there are.

    Raises:
        FileError: the file is there already, or can't be written.
    """
    _write_new(Path(output), draft(checked.accounts, str(output)))
    return checked.accounts.height


TEMPLATE = """\
# Agencies of your own, for: suara code --agencies {file}
# They are added to the bundled ones (suara agencies list); one with the same id takes its place, or with extend = true
# adds its names and accounts to it. replace = true at the top leaves the bundled ones out.

[[agency]]
id = "contoh"                        # a short name of your own
name = "Dinas Contoh Kota Bogor"
kind = "example"
# parent = "pemda"                   # the agency that it is part of
region = "kota_bogor"                # where it serves, if in one region only; or, if it has branches everywhere:
# regional = true                    # the region after its name tells which ("dukcapil Kab. Bogor")
names = ["Dinas Contoh"]             # how people call it in text; whole words, without case; only what can mean nothing else
# ambiguous = ["Contoh"]             # what may mean it or something else: counts where the context tells
handles = {{ x = ["dinascontoh"] }}    # by platform, without @
# ids = {{ x = ["1234567890"] }}       # where files tell accounts by id only
"""


def new_agencies(output: str | Path) -> None:
    """Write a first file of agencies of one's own, with all that an entry may say.

    Raises:
        FileError: the file is there already, or can't be written.
    """
    _write_new(Path(output), TEMPLATE.format(file=output))


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as written:
            written.write(text)
    except FileExistsError:
        raise FileError(f"{path} is there already: name another file, or move it away") from None
    except OSError as error:
        raise FileError(f"{path} can't be written: {error.strerror}") from None
