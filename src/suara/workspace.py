"""A workspace: the folder in which the posts, the graph and the tables of one study live.

suara.toml      settings, for people to read and change
posts/          the corpus (Parquet)
raw/            pages of live collection, as they came (JSON Lines)
codes/          topics and agencies that the posts name, and what people decided on them (Parquet)
graph.lbug      the graph, if it lives in the embedded store
without.lbug    the graph without the posts of accounts that coordinate, once that was asked for
tables/         the answers (CSV), and rejected.csv
figures/        figures (HTML)
map.html        the map
state.json      which step has seen which state of the one before it
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from suara._files import whole
from suara.errors import WorkspaceBusy, WorkspaceError
from suara.graph.stores import Store, opened
from suara.posts import Corpus

SETTINGS = "suara.toml"
ENVIRONMENT = "SUARA_WORKSPACE"


class Settings(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What suara.toml holds; files are named relative to the workspace."""

    version: int = 1
    created: datetime | None = None
    codebooks: list[str] = msgspec.field(default_factory=lambda: ["complaints"])
    agencies: list[str] = []
    learn: list[str] = []  # names of codebooks
    model: str | None = None

    def text(self) -> str:
        """The settings as TOML."""
        created = f"created = {self.created:%Y-%m-%dT%H:%M:%SZ}\n" if self.created else ""
        return (
            "# A workspace of suara: posts/ is the truth, all else can be made again from it.\n"
            f"version = {self.version}\n{created}\n"
            "# Codebooks: names of bundled ones, or TOML files of your own.\n"
            f"codebooks = {json.dumps(self.codebooks, ensure_ascii=False)}\n\n"
            "# TOML files with agencies of your own, added to the bundled ones.\n"
            f"agencies = {json.dumps(self.agencies, ensure_ascii=False)}\n\n"
            "# Codebooks of which codes are learned from what people decided (codes/hand.parquet); and a folder with a\n"
            "# sentence model for it (model.onnx, tokenizer.json), if any.\n"
            f"learn = {json.dumps(self.learn, ensure_ascii=False)}\n"
            f"{'' if self.model else '# '}model = {json.dumps(self.model or 'FOLDER', ensure_ascii=False)}\n"
        )


@dataclass
class Workspace:
    """The folder of one study; see the module.

    Example:
        >>> import tempfile
        >>> workspace = Workspace.create(Path(tempfile.mkdtemp()) / "study")
        >>> workspace.settings.codebooks, Workspace.find(workspace.root / "tables").root == workspace.root
        (['complaints'], True)
    """

    root: Path
    store_address: str | None = None
    memory: dict[str, Any] = field(default_factory=dict, repr=False)  # what this process has worked out already
    leaves_out: frozenset[str] | None = None  # keys of posts, where this is a view of the workspace without them

    @classmethod
    def create(cls, root: Path, store: str | None = None) -> Workspace:
        """The workspace in a folder, made if it isn't there yet.

        Raises:
            WorkspaceError: it can't be made, or the folder holds other things.
        """
        if (root / SETTINGS).is_file():
            return cls(root, store)
        try:
            if root.is_dir() and any(root.iterdir()):
                raise WorkspaceError(f"{root} isn't empty and no workspace (it has no {SETTINGS}): name a new folder")
            root.mkdir(parents=True, exist_ok=True)
            made = cls(root, store)
            made.save(Settings(created=datetime.now(UTC).replace(microsecond=0)))
        except OSError as error:
            raise WorkspaceError(f"{root} can't be made a workspace: {error.strerror}") from None
        return made

    @classmethod
    def find(cls, start: Path | None = None, store: str | None = None) -> Workspace:
        """The workspace that a folder is or lies in; without one $SUARA_WORKSPACE, else the current folder.

        Raises:
            WorkspaceError: there is none.
        """
        given = start or (Path(named) if (named := os.environ.get(ENVIRONMENT)) else None)
        folder = (given or Path.cwd()).absolute()
        for candidate in (folder, *folder.parents):
            if (candidate / SETTINGS).is_file():
                root = given if given is not None and candidate == folder else candidate
                return cls(root, store)
        raise WorkspaceError(
            f"{folder} is no workspace and lies in none: make one with `suara run FILE... --out FOLDER`, "
            f"or name one with --workspace"
        )

    @property
    def settings(self) -> Settings:
        """What suara.toml says.

        Raises:
            WorkspaceError: it is broken.
        """
        path = self.root / SETTINGS
        try:
            found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Settings)
        except (OSError, ValueError, msgspec.ValidationError) as error:
            raise WorkspaceError(f"{path} can't be read: {error}") from None
        if found.version != Settings().version:
            raise WorkspaceError(f"{path} is of version {found.version}, which this suara doesn't know: update suara")
        return found

    def save(self, settings: Settings) -> None:
        """Write suara.toml."""
        self._write(SETTINGS, settings.text())

    @property
    def corpus(self) -> Corpus:
        """Its posts."""
        corpus: Corpus = self.memory.setdefault("corpus", Corpus(self.root / "posts"))
        return corpus

    @property
    def tables(self) -> Path:
        """The folder of its tables, made if needed."""
        folder = self.root / "tables"
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def figures(self) -> Path:
        """The folder of its figures, made if needed."""
        folder = self.root / "figures"
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def has_store(self) -> bool:
        """Whether there is a graph store to look into; a server is asked when it is opened."""
        return self.store_address is not None or self._graph_file.is_file()

    def store(self, *, read_only: bool = False) -> Store:
        """Its graph store, opened."""
        return opened(self.store_address, self._graph_file, read_only=read_only)

    @property
    def _graph_file(self) -> Path:
        return self.root / ("graph.lbug" if self.leaves_out is None else "without.lbug")

    def without(self, posts: frozenset[str]) -> Workspace:
        """A view of this workspace without some posts; its graph lives in an embedded store of its own."""
        memory = {name: kept for name, kept in self.memory.items() if name in ("corpus", "codes", "locked")}
        return replace(self, store_address=None, memory=memory, leaves_out=posts)

    def named(self, path: str) -> Path:
        """A file that the settings name."""
        return self.root / path

    # What each step has seen, so that a later one knows whether it is up to date.

    def done(self, step: str) -> str | None:
        """The state that a step has last worked on."""
        done = self._state().get(step)
        return None if done is None else str(done)

    def mark(self, step: str, state: str) -> None:
        """Note that a step has worked on a state."""
        self._write("state.json", json.dumps(self._state() | {step: state}, indent=1, sort_keys=True) + "\n")

    def _state(self) -> dict[str, Any]:
        try:
            state = json.loads((self.root / "state.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}  # unknown: every step is done again
        return state if isinstance(state, dict) else {}

    def _write(self, name: str, text: str) -> None:
        with whole(self.root / name) as unfinished:
            unfinished.write_text(text, encoding="utf-8")

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Work alone in this workspace.

        Raises:
            WorkspaceBusy: another process does.
        """
        if self.memory.get("locked"):
            yield
            return
        try:
            opened_lock = (self.root / ".lock").open("w")
        except OSError as error:
            raise WorkspaceError(f"{self.root} can't be written: {error.strerror}") from None
        with opened_lock as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise WorkspaceBusy(f"another suara is at work in {self.root}: wait until it is done") from None
            self.memory["locked"] = True
            try:
                yield
            finally:
                self.memory["locked"] = False

    @property
    def identity(self) -> str:
        """What tells this workspace from others, for databases that several may reach."""
        return hashlib.sha256(b"identity" + self.secret()).hexdigest()[:16]

    def secret(self) -> bytes:
        """The key of this workspace's pseudonyms; it never leaves the workspace."""
        path = self.root / ".pseudonyms.key"
        if not path.is_file():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(32))
        return path.read_bytes()
