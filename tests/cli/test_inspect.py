"""`suara inspect` and what `suara import` says of files, as a person meets them."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import suara

SUARA = Path(sys.executable).parent / "suara"
HARVEST = "id_str,full_text,created_at,conversation_id_str,user_id_str\n"


def run(*arguments: object, **more) -> subprocess.CompletedProcess:
    """The real command in a process of its own."""
    return subprocess.run([SUARA, *map(str, arguments)], capture_output=True, text=True, timeout=120, **more)


def harvest(path: Path, *rows: str) -> Path:
    path.write_text(HARVEST + "".join(row + "\n" for row in rows))
    return path


@pytest.fixture
def broken(tmp_path) -> Path:
    """Two posts, a row whose id a spreadsheet has destroyed, the header again, and somebody's phone number."""
    return harvest(
        tmp_path / "keluhan.csv",
        "1700000000000000001,WA saya 081234567890,2026-03-01T08:00:00.000Z,1700000000000000001,1",
        "1.7E+18,rusak,2026-03-01T08:00:00.000Z,1700000000000000001,1",
        HARVEST.strip(),
        "1700000000000000002,halo,2026-03-01T09:00:00.000Z,1700000000000000001,2",
    )


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "id",
            [
                "1 ID rusak",
                "Judul kolom berulang 1 kali",
                "2 unggahan.",
                "1 teks memuat angka yang tampak seperti nomor",
            ],
        ),
        (
            "en",
            [
                "1 id was destroyed",
                "The header is repeated 1 time,",
                "2 posts.",
                "1 text holds what looks like a mobile",
            ],
        ),
    ],
)
def test_says_what_is_wrong(broken, lang, told):
    """In the language that is asked for."""
    done = run("inspect", broken, "--lang", lang)

    assert done.returncode == 0
    assert [sentence for sentence in told if sentence not in done.stdout] == []


def test_as_json(broken):
    """Every finding with its number, for programs."""
    found = {item["kind"]: item for item in json.loads(run("inspect", broken, "-f", "json").stdout)}

    assert (found["mangled_id"]["level"], found["mangled_id"]["count"]) == ("error", 1)
    assert found["posts"]["count"] == 2
    assert {item["source"] for item in found.values()} == {"tweet_harvest"}


def test_nothing_is_imported(broken):
    """Looking changes nothing."""
    before = sorted(broken.parent.iterdir())
    run("inspect", broken)

    assert sorted(broken.parent.iterdir()) == before


def test_import_says_the_same(broken, tmp_path):
    """What is lost or in doubt is said at the end of an import as well; facts aren't."""
    done = run("import", broken, "-w", tmp_path / "w", "--lang", "en")

    assert "1 id was destroyed" in done.stdout
    assert "Known by its fields" not in done.stdout
    assert "4 read = 2 imported + 0 duplicates + 2 rejected" in done.stdout


def test_redact(broken, tmp_path):
    """Phone numbers are in no post and in no table of what was rejected."""
    run("import", broken, "-w", tmp_path / "w", "--redact")
    workspace = suara.Workspace.find(tmp_path / "w")

    assert "WA saya [telp]" in workspace.corpus.read()["text"].to_list()
    assert not [path for path in (tmp_path / "w").rglob("*") if path.is_file() and b"081234567890" in path.read_bytes()]


def test_files_that_cannot_be_read_are_findings(tmp_path):
    """One that is missing or unknown doesn't keep the others from being looked at."""
    other = tmp_path / "lain.csv"
    other.write_text("nama,umur\nsari,30\n")
    good = harvest(tmp_path / "baik.csv", "1700000000000000001,halo,2026-03-01T08:00:00.000Z,1700000000000000001,1")
    found = json.loads(run("inspect", tmp_path / "hilang.csv", other, good, "-f", "json").stdout)

    assert [item["kind"] for item in found][:2] == ["unreadable", "unknown_format"]
    assert "'nama', 'umur'" in found[1]["example"]
    assert "posts" in [item["kind"] for item in found]


def test_draft_then_import(tmp_path):
    """A spreadsheet that no source knows: drafted, found by itself beside it, imported."""
    book = openpyxl.Workbook()
    book.active.append(["Tanggal", "Penulis", "Isi Komentar", "Suka"])
    for day in range(1, 9):
        book.active.append(
            [f"2026-03-0{day} 08:15:00", f"warga{day}_contoh", f"Air mati lagi sejak hari ke-{day}", day]
        )
    sheet = tmp_path / "komentar.xlsx"
    book.save(sheet)
    done = run("inspect", sheet, "--draft", tmp_path / "komentar.xlsx.toml", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "marked # ? in it, then: suara import" in done.stderr
    assert "8 posts." in done.stdout
    imported = run("import", sheet, "-w", tmp_path / "w")
    assert "8 read = 8 imported + 0 duplicates + 0 rejected" in imported.stdout
    posts = suara.Workspace.find(tmp_path / "w").corpus.read()
    assert posts["likes"].to_list() == list(range(1, 9))
    assert posts["author_handle"].to_list()[0] == "warga1_contoh"


def test_a_draft_never_overwrites(tmp_path):
    """A mapping that somebody has completed stays."""
    table = tmp_path / "tabel.csv"
    table.write_text("tanggal,isi\n2026-03-01 08:00:00,air mati di rumah saya\n")
    mine = tmp_path / "punyaku.toml"
    mine.write_text("# mine")
    done = run("inspect", table, "--draft", mine)

    assert done.returncode == 3
    assert "is there already" in done.stderr
    assert mine.read_text() == "# mine"
