"""What leaves a workspace leads to no private person: not by handle, name, id, link, number or address, however encoded."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import json
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click
import polars as pl
import pytest
from click.testing import CliRunner

import suara
from suara.analyse.coordination.kinds import KINDS
from suara.cli import cli
from suara.posts import Post
from suara.posts.post import frame
from suara.present import exports, figures, networks
from suara.steps import node_link

START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
PRIVATE = {  # author_id: handle, name
    "770000000000000011": ("rahasia_pribadi77", "Zulfikri Rahasiawan"),
    "770000000000000012": ("Zq.Tersembunyi9", "Wxyana Tersembunyi"),
    "770000000000000013": ("senyapsekali", "Qoriah Senyap"),
}
HANDLE = "rahasia_pribadi77"
POSTS = [f"1888880000000000{i:03}" for i in range(60)]  # ids of private people's posts
SECRETS = (
    *(part for person in PRIVATE.items() for part in (person[0], *person[1])),
    "188888",  # how all ids of their posts begin
    "081299887766", "0812-9988-7766", "81299887766",
    "zulfikri@contoh.example",
    "3201014507900001",
    "RaHaSiAtco",
    "532109876543",  # a customer's number
)  # fmt: skip
PUBLIC = ("KAI121", "pln_123", "detikcom", "tokoh_besar_contoh", "tokoh_centang_contoh")

TEXTS = (
    "@KAI121 lelet banget, kata @{handle} juga",
    "＠{handle} petugas kasar @KAI121 https://x.com/{handle}/status/1888880000000000001",
    "@KAI121 pungli! lihat x.com/{handle} dan https://t.co/RaHaSiAtco wa.me/6281299887766",
    "@pln_123 mahal. WA 0812-9988-7766 atau 081299887766, surel zulfikri@contoh.example, NIK 3201014507900001",
    "RT @{upper}: @KAI121 antre berjam-jam #{handle} ID pelanggan 532109876543",
    "{handle} bilang @KAI121 ribet https://web.archive.example/web/2026/https://twitter.com/{handle}/status/1888880000000000002",
    "@bu\u200bdi_x @rahasia\u200b_pribadi77 @KAI121 calo di mana-mana https://mastodon.example/@{handle}/188888000001",
    "@KAI121 lama sekali, @Zq.Tersembunyi9 dan @senyapsekali #senyapsekali sama https://contoh.example/u?x=%2F{handle}",
)


def private_post(i: int, who: str, **more: Any) -> Post:
    handle, name = PRIVATE[who]
    text = TEXTS[i % len(TEXTS)].format(handle=HANDLE, upper=HANDLE.upper())
    told = {
        "platform": "x", "id": POSTS[i], "url": f"https://x.com/{handle}/status/{POSTS[i]}", "author_id": who,
        "author_handle": handle, "author_name": name, "author_followers": 50 + i, "text": text, "lang": "id",
        "created_at": START + timedelta(minutes=37 * i), "conversation": POSTS[i],
        "mention_ids": [None, "770000000000000011"], "mention_handles": ["KAI121", HANDLE],
        "hashtags": [HANDLE, "senyapsekali", "keluhan"], "links": [f"https://x.com/{handle}/status/{POSTS[i]}", "https://t.co/RaHaSiAtco"],
        "place": f"Rumah {name}",
    }  # fmt: skip
    return Post(**(told | more))


def reply(i: int, handle: str, author: str, to: Post) -> Post:
    """An agency's answer, which names the person in every way there is."""
    return Post(
        platform="x", id=f"99{i:03}", url=f"https://x.com/{handle}/status/99{i:03}", author_id=author, author_handle=handle,
        text=f"Hai @{to.author_handle} Kak {HANDLE}, mohon maaf. Silakan DM, hubungi @pln_123 https://x.com/{to.author_handle}/status/{to.id}",
        created_at=to.created_at + timedelta(minutes=5 + i), conversation=to.conversation, reply_to=to.id,
        reply_to_author_id=to.author_id, reply_to_author_handle=to.author_handle, mention_ids=[to.author_id],
        mention_handles=[to.author_handle],
    )  # fmt: skip


def corpus() -> list[Post]:
    people = list(PRIVATE)
    asked = [private_post(i, people[i % 3]) for i in range(40)]
    answers = [reply(i, "KAI121", "91", asked[i]) for i in range(0, 40, 2)]
    passed_on = [
        private_post(
            40 + i, people[i % 3], text=f"RT @{asked[i].author_handle}: {asked[i].text}", repost_of=asked[i].id,
            repost_of_author_id=asked[i].author_id, repost_of_author_handle=asked[i].author_handle,
        )
        for i in range(10)
    ]  # fmt: skip
    quoted = [
        private_post(
            50 + i, people[i % 3], quote_of=POSTS[i], quote_of_author_id=asked[i].author_id,
            quote_of_author_handle=asked[i].author_handle, text=f"@pln_123 parah, lihat @{asked[i].author_handle}",
        )
        for i in range(5)
    ]  # fmt: skip
    public = [
        Post(
            platform="x", id=f"88{i}", url=f"https://x.com/{handle}/status/88{i}", author_id=f"5{i}", author_handle=handle,
            author_name=handle, author_followers=followers, author_verified=verified, created_at=START + timedelta(days=2),
            text=f"@KAI121 lelet banget kata @{HANDLE}", mention_ids=[None, None], mention_handles=["KAI121", HANDLE],
        )
        for i, (handle, followers, verified) in enumerate(
            [("detikcom", 10, None), ("tokoh_besar_contoh", 9_000, None), ("tokoh_centang_contoh", 10, True)]
        )
    ]  # fmt: skip
    context = private_post(
        59, people[0], context=True, reply_to="188888000099999999", reply_to_author_handle="senyapsekali"
    )
    return [*asked, *answers, *passed_on, *quoted, *public, reply(90, "pln_123", "93", asked[3]), context]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> suara.Workspace:
    """A workspace with all of it, and with a file of which a record was rejected."""
    folder = tmp_path_factory.mktemp("privacy")
    made = suara.Workspace.create(folder / "hasil")
    broken = folder / f"unggahan_{HANDLE}.jsonl"
    good = {
        "data": [
            {"id": POSTS[58], "text": "halo", "author_id": "770000000000000011", "created_at": "2026-03-02T01:30:00Z"}
        ]
    }
    bad = {
        "data": [
            {
                "id": "188888x",
                "text": f"@{HANDLE}",
                "author_id": "770000000000000011",
                "created_at": "Zulfikri Rahasiawan",
            }
        ]
    }
    broken.write_text("\n".join(json.dumps(page) for page in (good, bad)) + "\n", encoding="utf-8")
    suara.import_files(made, [broken])
    broken.rename(folder / "unggahan.jsonl")
    made.corpus.add(frame(corpus()))
    suara.code(made, codebooks=["complaints", "stance", "reply_kind"])
    suara.responses(made)
    return made


def decoded(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes of a file, and what is packed or encoded in them."""
    yield data
    if depth > 3:
        return
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive.comment
            for member in archive.infolist():
                yield member.filename.encode() + member.comment + member.extra
                yield from decoded(archive.read(member), depth + 1)
        return
    if data.startswith(b"\x1f\x8b"):
        yield from decoded(gzip.decompress(data), depth + 1)
    if data.startswith(b"PAR1"):
        yield pl.read_parquet(io.BytesIO(data)).write_json().encode()
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL) if data.startswith(b"%PDF") else ():
        try:
            yield zlib.decompressobj().decompress(stream)
        except zlib.error:
            continue
    for run in re.findall(rb"[A-Za-z0-9+/]{24,}={0,2}", data):
        try:
            inner = base64.b64decode(run + b"=" * (-len(run) % 4))
        except binascii.Error:
            continue
        yield inner


def forms(data: bytes) -> Iterator[str]:
    """A text in all the ways in which somebody could read it."""
    for encoding in ("utf-8", "utf-16-le") if b"\x00" in data[:200] else ("utf-8",):
        text = data.decode(encoding, errors="replace")
        yield text
        plain = html.unescape(html.unescape(text))
        yield plain
        yield unquote(unquote(plain))
        yield (
            re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
            .replace("\\/", "/")
            .replace("\\", "")
        )
        yield re.sub(r"<[^>]*>", "", plain)
        yield re.sub("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]", "", plain)


def leaks(folder: Path) -> list[tuple[str, str]]:
    """Which secrets are in which files of a folder, names of files too."""
    sought = [secret.lower() for secret in SECRETS]
    found = set()
    for path in filter(Path.is_file, sorted(folder.rglob("*"))):
        pieces = [str(path.relative_to(folder)).encode(), path.read_bytes()]
        for piece in (inner for data in pieces for inner in decoded(data)):
            for text in forms(piece):
                lower = text.lower()
                found |= {(path.name, secret) for secret in sought if secret in lower}
    return sorted(found)


def said(*arguments: object) -> None:
    done = CliRunner().invoke(cli, [*map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output


def a_map(root: Path, out: Path, names: str) -> None:
    said("map", "-w", root, "--names", names, "-o", out / "map.html")


def a_report(root: Path, out: Path, names: str) -> None:
    for ending in ("html", "md", *(["pdf"] if shutil.which("chromium") and names == "public" else [])):
        said("report", "-w", root, "--names", names, "--examples", 20, "-o", out / f"report.{ending}")


def a_figure(root: Path, out: Path, names: str) -> None:
    for name in figures.names():
        for ending in ("html", "svg"):
            said("figure", name, out / f"{name}.{ending}", "-w", root)
    for rows in ("agency", "account_kind", "month"):
        said("crosstab", rows, "topic", "-w", root, "--figure", out / f"{rows}.html")


def an_export(root: Path, out: Path, names: str) -> None:
    said("export", out / "accounts.gexf", "-w", root, "--names", names)
    kinds = [part for kind in KINDS for part in ("--kind", kind)]
    said("export", out / "shares.csv", "-w", root, "--names", names, "--what", "shares", *kinds)
    for network in networks.names():
        made = node_link(suara.Workspace(root), network, names=names)
        for form in exports.names():
            exports.write(made, out / f"{network}.{form}")


def a_project(root: Path, out: Path, names: str) -> None:
    for per in ("conversation", "post"):
        said("refi", "export", out / f"{per}.qdpx", "-w", root, "--per", per, "--names", names)


def statements_out(root: Path, out: Path, names: str) -> None:
    """Statements as a database of DNA, as its event list, and as tables."""
    for name, *more in (("a.dna",), ("b.csv", "--event-list"), ("c.csv",), ("d.json",), ("e.parquet",)):
        said("statements", "export", out / name, "--workspace", root, "--names", names, "--qualifier", "given", *more)


def a_structure(root: Path, out: Path, names: str) -> None:
    said("structure", "-w", root, "--qualifier", "given", "--least", 1, "--names", names, "--figure", out / "tree.html")


def a_timeline(root: Path, out: Path, names: str) -> None:
    said("timeline", "-w", root, "--figure", out / "line.html", "--gexf", out / "accounts.gexf")
    debate = ("--windows", 2, "--unit", "day", "--qualifier", "given", "--gexf", out / "debate.gexf")
    said("timeline", "-w", root, *debate, "--figure", out / "course.html")


LEAVING = {
    ("map",): a_map,
    ("report",): a_report,
    ("export",): an_export,
    ("refi", "export"): a_project,
    ("statements", "export"): statements_out,
    ("structure",): a_structure,
    ("figure",): a_figure,
    ("timeline",): a_timeline,
}
"""The commands that write what others are to see."""

UNASKED = {("figure",), ("timeline",)}
"""Of these, those that don't ask whose names are shown: those of the public."""

SAME = {("run",)}
"""Commands that write the same as one of them."""


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


def test_every_command_that_may_name_people_is_tested():
    """Whoever adds one adds it to `LEAVING`."""
    naming = {path for path, command in commands(cli) if any(option.name == "names" for option in command.params)}

    assert naming - SAME <= set(LEAVING)


@pytest.mark.parametrize(
    ("command", "names"),
    [(c, names) for c, names in product(LEAVING, ("public", "none")) if c not in UNASKED or names == "public"],
    ids=str,
)
def test_nothing_leads_to_private_people(command, names, workspace, tmp_path):
    """No handle, name, id, link, number or address of theirs, in no file, however it is encoded."""
    LEAVING[command](workspace.root, tmp_path, names)

    assert any(tmp_path.rglob("*.*"))
    assert leaks(tmp_path) == []


@pytest.mark.parametrize("command", [command for command in LEAVING if command not in UNASKED], ids=" ".join)
def test_who_asks_for_all_names_gets_them(command, workspace, tmp_path):
    """So that the test above would see them."""
    LEAVING[command](workspace.root, tmp_path, "all")

    assert any(secret == HANDLE for _, secret in leaks(tmp_path))


def test_public_voices_are_named(workspace, tmp_path):
    """Agencies, media, the verified and the widely followed; not where nobody is to be named but agencies."""
    page, nobody = (
        suara.report(workspace, tmp_path / f"{names}.html", names=names, examples=20).path.read_text(encoding="utf-8")
        for names in ("public", "none")
    )

    assert all(f"@{handle}" in page for handle in PUBLIC)
    assert [handle for handle in PUBLIC if f"@{handle}" in nobody] == ["KAI121", "pln_123"]
    assert 'href="https://x.com/detikcom/status/880"' in page
    assert 'href="http' not in nobody


@pytest.mark.parametrize(
    "hidden",
    [
        lambda text: text.encode(),
        lambda text: html.escape(text).replace("_", "&#95;").encode(),
        lambda text: text.replace("_", "%5F").encode(),
        lambda text: json.dumps(text.replace("_", "\u0105")).replace("\\u0105", "\\u005f").encode(),
        lambda text: base64.b64encode(f"ini akun {text} itu".encode()),
        lambda text: gzip.compress(text.encode()),
        lambda text: text.replace("_", "\u200b_").encode(),
        lambda text: f"<tspan>{text[:5]}</tspan><tspan>{text[5:]}</tspan>".encode(),
        lambda text: text.encode("utf-16-le") + b"\x00",
    ],
)  # fmt: skip
def test_whatever_hides_a_handle_is_seen_through(hidden, tmp_path):
    """The test that looks for leaks finds them."""
    (tmp_path / "a.bin").write_bytes(hidden(HANDLE))
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.bin", hidden(HANDLE))

    assert leaks(tmp_path) == [("a.bin", HANDLE), ("b.zip", HANDLE)]
