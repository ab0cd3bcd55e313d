"""Reading a part of a large file in a process of its own: decoding is what an import spends its time with."""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Self

import msgspec
import polars as pl

from suara.collect._input import Input
from suara.errors import InputError
from suara.posts import Post, Problem
from suara.posts.post import SCHEMA, frame


class Helper:
    """A process that reads one part; its posts come back as an Arrow file."""

    def __init__(self, path: Path, source: ModuleType, start: int, end: int) -> None:
        self.path = path
        self._folder = tempfile.TemporaryDirectory(prefix="suara-")
        arguments = [source.__name__, str(path), str(start), str(end), self._folder.name]
        self._process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-m", __name__, *arguments], stderr=subprocess.PIPE
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()
        self._folder.cleanup()

    def result(self) -> tuple[pl.DataFrame, list[Problem], int]:
        """Its posts, its problems (lines counted from the beginning of the part), and the number of its lines.

        Raises:
            InputError: the process broke off.
        """
        _, said = self._process.communicate()
        if self._process.returncode:
            last = said.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1]
            raise InputError(f"{self.path}: reading a part of it broke off ({last or 'it was stopped'}); try again")
        folder = Path(self._folder.name)
        problems, lines = msgspec.msgpack.decode((folder / "rest").read_bytes(), type=tuple[list[Problem], int])
        return pl.read_ipc(folder / "posts"), problems, lines


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Posts hold no cycles; looking for them costs a third of the time of an import."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(source: str, path: str, start: str, end: str, folder: str) -> None:
    """Read the part and leave what was found in the folder."""
    file = Input(Path(path), int(start), int(end))
    posts: list[Post] = []
    problems: list[Problem] = []
    frames = [pl.DataFrame(schema=SCHEMA)]
    with no_garbage_collection():
        for item in import_module(source).read(file):
            if isinstance(item, Post):
                posts.append(item)
            else:
                problems.append(item)
            if len(posts) >= 50_000:
                frames.append(frame(posts))
                posts.clear()
        frames.append(frame(posts))
    pl.concat(frames).write_ipc(Path(folder) / "posts", compat_level=pl.CompatLevel.newest())
    (Path(folder) / "rest").write_bytes(msgspec.msgpack.encode((problems, file.lines_read)))


if __name__ == "__main__":
    _read(*sys.argv[1:])
