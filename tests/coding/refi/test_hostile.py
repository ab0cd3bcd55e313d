"""Files that mean harm, or are broken: each is refused in one sentence that names the file, and the line where there is one."""

import io
import resource
import struct
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suara.coding.refi import _reading, codebooks, projects
from suara.errors import DataError, FileError

QDC, QDE = "urn:QDA-XML:codebook:1.0", "urn:QDA-XML:project:1.0"
GUID = "00000000-0000-4000-8000-000000000001"
CODE = f'<Code guid="{GUID}" name="a" isCodable="true"/>'
GOOD = f'<CodeBook xmlns="{QDC}"><Codes>{CODE}</Codes></CodeBook>'
LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
POSTS = pl.DataFrame({"key": ["x:1"], "text": ["lama"]})

BROKEN = {
    "an entity": (LAUGHS + GOOD.replace('name="a"', 'name="&b;"'), r"line 1: it declares a document type or entities"),
    "a file to read": (
        f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>{GOOD}',
        r"line 1: it declares a document type or entities",
    ),
    "a document type elsewhere": (
        f'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">{GOOD}',
        "line 1: it declares a document",
    ),
    "no XML": ("name,colour\na,red\n", "line 1: it isn't XML"),
    "nothing": ("", r"line 1: it isn't XML: no element found"),
    "the end missing": (GOOD[:-5], "line 1: it isn't XML"),
    "a control character": (GOOD.replace('"a"', '"\x01"'), "line 1: it isn't XML"),
    "no namespace": (GOOD.replace(f' xmlns="{QDC}"', ""), r"line 1: its root is 'CodeBook' of the namespace ''"),
    "another namespace": (GOOD.replace(QDC, "urn:x"), r"of the namespace 'urn:x': it isn't REFI-QDA"),
    "another root": (f'<Codes xmlns="{QDC}">\n{CODE}</Codes>', "line 1: its root is 'Codes'"),
    "an unknown element": (GOOD.replace(CODE, f"{CODE}\n<Script/>"), "line 2: the element 'Script' of"),
    "another's element": (GOOD.replace(CODE, f'{CODE}\n<x:Code xmlns:x="urn:x"/>'), "line 2: the element 'Code' of"),
    "an element out of place": (GOOD.replace(CODE, f"{CODE}\n<Codes/>"), "line 2: 'Codes' can't stand in 'Codes'"),
    "a code without a name": (GOOD.replace(' name="a"', ""), "line 1: a Code has no name"),
    "a code without a GUID": (GOOD.replace(f' guid="{GUID}"', ""), "line 1: a Code has no guid"),
    "the same GUID twice": (GOOD.replace(CODE, f"{CODE}\n{CODE}"), "line 2: two codes have the GUID"),
    "no encoding anyone knows": (
        f'<?xml version="1.0" encoding="klingon"?>{GOOD}',
        "line 1: it (isn't XML|can't be read)",
    ),
    "an encoding of many bytes": (
        f'<?xml version="1.0" encoding="gb2312"?>{GOOD}',
        "line 1: it (isn't XML|can't be read)",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_codebooks_are_refused(name, tmp_path):
    """With what is wrong, and where."""
    text, problem = BROKEN[name]
    path = tmp_path / "file.qdc"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DataError, match=rf"file\.qdc, .*{problem}"):
        codebooks.read(path)


def test_a_laugh_is_not_multiplied(tmp_path):
    """The classic, ten levels deep."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    path = tmp_path / "file.qdc"
    path.write_text(f'<!DOCTYPE l [<!ENTITY l0 "ha">{levels}]>{GOOD.replace(CODE, "&l9;")}')
    started = time.perf_counter()

    with pytest.raises(DataError, match="declares a document type"):
        codebooks.read(path)
    assert time.perf_counter() - started < 1


def endless(size: int, piece: bytes, before: bytes) -> io.RawIOBase:
    """A stream of that many bytes that never is in memory."""

    class Endless(io.RawIOBase):
        left, begun = size, False

        def readable(self) -> bool:
            return True

        def read(self, number: int = -1) -> bytes:
            if not self.begun:
                self.begun = True
                return before
            self.left -= len(piece)
            return piece if self.left > 0 else b""

    return Endless()


def code(number: int) -> str:
    return f'<Code guid="{number}" name="a" isCodable="true">'


@pytest.mark.parametrize(
    ("piece", "problem"),
    [
        (b" " * 65536, "isn't XML"),
        (b"<!-- x -->" * 6000, "isn't XML"),
        (b"<Code guid='1' name='a'/>", "two codes have the GUID 1"),
    ],
)
def test_a_hundred_megabytes_of_nothing_take_no_memory(piece, problem):
    """They stream through."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stream = endless(100_000_000, piece, f'<CodeBook xmlns="{QDC}"><Codes>'.encode())

    with pytest.raises(DataError, match=problem):
        _reading.read(stream, "big.qdc")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KB


def test_large_files_are_no_codebooks(tmp_path):
    """They aren't even opened."""
    with (tmp_path / "file.qdc").open("wb") as file:
        file.truncate(100_000_000)

    with pytest.raises(DataError, match=r"file\.qdc is larger than 64 MB"):
        codebooks.read(tmp_path / "file.qdc")


def test_limits_are_kept(monkeypatch):
    """On codes, on their depth, and on the length of a text."""
    monkeypatch.setattr(_reading, "MOST_CODES", 3)
    monkeypatch.setattr(_reading, "DEEPEST", 10)
    monkeypatch.setattr(_reading, "LONGEST", 100)
    start = f'<CodeBook xmlns="{QDC}"><Codes>'
    for inside, problem in (
        ("".join(code(n) + "</Code>" for n in range(4)), "more than 3 codes"),
        (f"{code(1)}<Description>{'x' * 101}</Description>", "more than 100 characters"),
    ):
        with pytest.raises(DataError, match=problem):
            _reading.read(io.BytesIO((start + inside).encode()), "it")
    monkeypatch.setattr(_reading, "MOST_CODES", 1000)
    with pytest.raises(DataError, match="more than 10 deep"):
        _reading.read(io.BytesIO((start + "".join(map(code, range(20)))).encode()), "it")


def qdpx(path: Path, files: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def project(inside: str = "") -> str:
    return f'<Project xmlns="{QDE}" name="p">{inside}</Project>'


@pytest.mark.parametrize("name", ["../evil.txt", "sources/../../evil.txt", "/etc/evil", "..\\evil.txt", "C:/evil.txt"])
def test_names_that_lead_out_are_refused(name, tmp_path):
    """Though nothing is ever unpacked to the disk."""
    path = qdpx(tmp_path / "p.qdpx", {"project.qde": project(), name: "x"})

    with pytest.raises(DataError, match=r"p\.qdpx: the name .* leads out of the archive"):
        projects.read(path, POSTS, [])


def test_zip_bombs_are_refused(tmp_path):
    """Whether it is the project or a text that explodes, and in no time."""
    bomb = b" " * 60_000_000
    source = f'<Sources><TextSource guid="{GUID}" plainTextPath="internal://a.txt"/></Sources>'
    started = time.perf_counter()
    for files in ({"project.qde": project().encode() + bomb}, {"project.qde": project(source), "sources/a.txt": bomb}):
        with pytest.raises(DataError, match=r"p\.qdpx: .* unpacks to more than 150 times its size"):
            projects.read(qdpx(tmp_path / "p.qdpx", files), POSTS, [])
    assert time.perf_counter() - started < 5


def test_a_size_that_is_a_lie_is_found_out(tmp_path):
    """The archive says that a file is small; what comes out of it says otherwise."""
    path = qdpx(tmp_path / "p.qdpx", {"project.qde": project() + " " * 30_000_000})
    data = path.read_bytes()
    size = struct.pack("<L", len(project()) + 30_000_000)
    assert size in data
    path.write_bytes(data.replace(size, struct.pack("<L", 100)))

    with pytest.raises(DataError, match=r"p\.qdpx"):
        projects.read(path, POSTS, [])


ARCHIVES = {
    "no zip": (None, "is no .qdpx project, which is a zip file"),
    "no project": ({"sources/a.txt": "x"}, "has no .qde files at its top, not one"),
    "two projects": ({"a.qde": project(), "b.qde": project()}, "has 2 .qde files at its top, not one"),
    "a project in a folder": ({"folder/project.qde": project()}, "has no .qde files"),
    "names that differ by case": ({"project.qde": project(), "sources/a.txt": "", "Sources/A.txt": ""}, "two files named"),
    "a codebook's faults": (
        {"project.qde": project("\n<CodeBook><Codes><Code/></Codes></CodeBook>")},
        r"project\.qde, line 2: a Code",
    ),
    "a place that is none": (
        {
            "project.qde": project(
                f'<Sources><TextSource guid="{GUID}">\n'
                f'<PlainTextSelection guid="{GUID}" startPosition="-1" endPosition="4"/></TextSource></Sources>'
            )
        },
        r"project\.qde, line 2: startPosition is '-1'",
    ),
    "an end before its start": (
        {
            "project.qde": project(
                f'<Sources><TextSource guid="{GUID}"><PlainTextSelection guid="{GUID}" startPosition="9" endPosition="4"/>'
                "</TextSource></Sources>"
            )
        },
        r"line 1: a selection ends \(4\) before it starts \(9\)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ARCHIVES)
def test_broken_projects_are_refused(name, tmp_path):
    """Nothing of them is taken."""
    files, problem = ARCHIVES[name]
    path = tmp_path / "p.qdpx"
    path.write_text("no zip") if files is None else qdpx(path, files)

    with pytest.raises(DataError, match=problem):
        projects.read(path, POSTS, [])


def test_encrypted_and_damaged_archives_are_named(tmp_path):
    """With what to do about it."""
    path = qdpx(tmp_path / "p.qdpx", {"project.qde": project() * 20})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(data)
    with pytest.raises(DataError, match="is encrypted: export it without a password"):
        projects.read(path, POSTS, [])
    data = bytearray(qdpx(path, {"project.qde": project() * 20}).read_bytes())
    data[45] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(DataError, match=r"can't be unpacked|isn't XML"):
        projects.read(path, POSTS, [])


def test_a_project_that_is_not_there_is_named(tmp_path):
    """As a file, not as a fault of the format."""
    with pytest.raises(FileError, match=r"nosuch\.qdpx can't be read"):
        projects.read(tmp_path / "nosuch.qdpx", POSTS, [])


def test_paths_outside_of_the_archive_are_not_followed(tmp_path):
    """Neither absolute nor relative ones, whatever the file asks for."""
    (tmp_path / "secret.txt").write_text("lama")
    sources = "".join(
        f'<TextSource guid="{n}" name="{n}" plainTextPath="{path}"/>'
        for n, path in enumerate(
            (f"absolute://{tmp_path}/secret.txt", "relative:///secret.txt", "internal://../secret.txt")
        )
    )
    path = qdpx(tmp_path / "p.qdpx", {"project.qde": project(f"<Sources>{sources}</Sources>")})

    assert projects.read(path, POSTS, []).other_sources == ["0", "1", "2"]


@given(st.binary(max_size=300), st.integers(0, 10_000))
def test_noise_is_refused_not_crashed_on(noise, at):
    """Bytes that are overwritten anywhere give a codebook or a DataError, nothing else."""
    data = bytearray(GOOD.encode())
    at %= len(data)
    data[at : at + len(noise)] = noise
    problem = ""
    try:
        _reading.read(io.BytesIO(bytes(data)), "noise")
    except DataError as error:
        problem = str(error)
    assert problem == "" or problem.startswith("noise, line ")
