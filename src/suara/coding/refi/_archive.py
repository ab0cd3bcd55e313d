"""The files of a `.qdpx` project, which is a zip: read where they are, never unpacked, and never more than they claim."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from suara.errors import DataError, FileError

HARMLESS = 20_000_000  # bytes that anything may unpack to
MOST = 150  # times its size that more than that may unpack to; repetitive XML comes to some 40, a zip bomb to 1,000
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class Archive:
    """The files in a zip by their name in lower case, as some programs write `Sources` and others `sources`."""

    def __init__(self, file: zipfile.ZipFile, where: str) -> None:
        self._file, self._where = file, where
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in file.infolist():
            self._check(member)
            if self._members.setdefault(member.filename.lower(), member) is not member:
                raise DataError(f"{where}: it has two files named {member.filename!r}")

    def _check(self, member: zipfile.ZipInfo) -> None:
        parts = member.filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or ":" in parts[0]:
            raise DataError(f"{self._where}: the name {member.filename!r} leads out of the archive; nothing was read")
        if member.flag_bits & 1:
            raise DataError(f"{self._where}: {member.filename!r} is encrypted: export it without a password")

    @contextmanager
    def project(self) -> Iterator[tuple[IO[bytes], str]]:
        """The one `.qde` file at its top, and how errors name it; most programs call it `project.qde`.

        Raises:
            DataError: there is none or more than one, or it is broken or a zip bomb.
        """
        found = [name for name in self._members if name.endswith(".qde") and "/" not in name]
        if len(found) != 1:
            raise DataError(
                f"{self._where}: it has {len(found) or 'no'} .qde file{'s' * (len(found) != 1)} at its top, not one"
            )
        where = f"{self._where}: {self._members[found[0]].filename}"
        with self._opened(self._members[found[0]]) as stream:
            yield stream, where

    def text(self, path: str) -> str | None:
        """The text that a path names, without its byte order mark; None where it is outside of the archive, or nowhere.

        The standard writes `internal://NAME`; some programs leave that out.

        Raises:
            DataError: it is broken or a zip bomb.
        """
        name = path.removeprefix("internal://").lstrip("/").lower()
        member = self._members.get(f"sources/{name}")
        if member is None:
            return None
        with self._opened(member) as stream:
            data = stream.read()
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        return data.decode("utf-16" if wide else "utf-8-sig", errors="replace")

    @contextmanager
    def _opened(self, member: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
        try:
            with self._file.open(member) as stream:
                limit = max(HARMLESS, MOST * member.compress_size)
                yield io.BufferedReader(_Bounded(stream, limit, f"{self._where}: {member.filename!r}"))
        except _BROKEN as error:
            raise DataError(f"{self._where}: {member.filename!r} can't be unpacked: {error}") from None


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """The archive in a file.

    Raises:
        FileError: it isn't there, or can't be read.
        DataError: it is no zip, or one of its files has a name that leads out of it.
    """
    try:
        file = zipfile.ZipFile(path)
    except OSError as error:
        raise FileError(f"{path} can't be read: {error.strerror}") from None
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise DataError(f"{path} is no .qdpx project, which is a zip file: {error}") from None
    with file:
        yield Archive(file, str(path))


class _Bounded(io.RawIOBase):
    """A stream that gives no more bytes than a limit, whatever the archive claims about them."""

    def __init__(self, stream: IO[bytes], limit: int, where: str) -> None:
        self._stream, self._left, self._where = stream, limit, where

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise DataError(f"{self._where} unpacks to more than {MOST} times its size: it looks like a zip bomb")
        buffer[: len(data)] = data
        return len(data)
