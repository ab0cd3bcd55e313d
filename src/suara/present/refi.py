"""A coded corpus as a REFI-QDA project (`.qdpx`), which NVivo, MAXQDA, ATLAS.ti and QualCoder open; see docs/refi-qda.md."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

import polars as pl

from suara._files import whole
from suara.coding.codebook import Codebook
from suara.coding.refi._guids import guid, guids, space_of
from suara.coding.refi._text import cleaned
from suara.coding.refi.codebooks import codes_of, set_of
from suara.coding.refi.ours import PROGRAM, PROGRAM_GUIDS
from suara.errors import FileError
from suara.graph.build import Graph
from suara.present import _refi_xml as xml
from suara.present._refi_layout import Layout, laid_out

NAMESPACE = "urn:QDA-XML:project:1.0"
_NOTE = guid("note", "about")
_ADDRESSED = {"id": "instansi yang dituju", "en": "agency addressed"}
_NOTES = {
    "id": (
        "Proyek ini dibuat oleh suara dari unggahan publik: {posts} unggahan dalam {sources} sumber (satu sumber per {per}), "
        "tanpa {reposts} unggahan ulang. Nama: {names}; {hidden} akun, tautan, alamat, dan nomor disamarkan sama panjang, "
        "{replaced} karakter terlarang diganti. Kode dari 'suara (words)' diberikan oleh program berdasarkan kata, bukan oleh "
        "orang: periksa sebelum dikutip. Penanda #... menghubungkan setiap unggahan dengan asalnya: jangan dihapus. "
        "Nama orang yang ditulis tanpa @ tidak disamarkan, dan kutipan publik dapat dicari kembali."
    ),
    "en": (
        "suara made this project of public posts: {posts} posts in {sources} sources (one a {per}), without {reposts} reposts. "
        "Names: {names}; {hidden} handles, links, addresses and numbers are hidden, as long as they were, and {replaced} "
        "forbidden characters replaced. Codes by 'suara (words)' were given by the program because of words, not by a person: "
        "look at them before you quote them. The marks #... connect each post with where it comes from: leave them. Names "
        "that are written without @ are not hidden, and public quotes can be searched for."
    ),
}
_STARTED = (1980, 1, 1, 0, 0, 0)  # the time of all files in the archive, so that the same content gives the same bytes


@dataclass(frozen=True)
class Exported:
    """What a project holds, and what was changed or left out on the way."""

    path: Path
    posts: int
    sources: int
    codings: int
    cases: int
    reposts: int  # left out: their text is another's
    without_text: int  # left out
    replaced: int  # characters that XML can't hold, replaced one for one
    hidden: int  # handles, links, addresses and numbers in texts


def write_project(
    graph: Graph,
    codes: pl.DataFrame,
    books: Sequence[Codebook],
    path: Path,
    *,
    per: str = "conversation",
    names: str = "public",
    lang: str = "id",
    line_ends: str = "lf",
    secret: bytes = b"",
    title: str = "suara",
) -> Exported:
    """Write posts and their codes as a project.

    Args:
        graph: the posts, and who is who in them.
        codes: post, codebook, topic, start, end, rule, `by` and, of codes by hand, `coder`.
        books: the codebooks; codes of others are left out.
        path: the file.
        per: what is a source: a "conversation" (small ones of a month together), or a "post".
        names: whose names are shown: "public", "all" or "none"; what leads to the others is hidden in texts too.
        lang: the language of names, "id" or "en".
        line_ends: "lf", or "crlf" for programs that count the end of a line as two characters.
        secret: the key of pseudonyms and GUIDs.
        title: the name of the project.

    Raises:
        FileError: it can't be written.
    """
    space = space_of(secret)
    layout = laid_out(graph, per=per, names=names, lang=lang, line_ends=line_ends, secret=secret, space=space)
    coders = _coders(codes, space)
    codings = _codings(codes, books, layout.posts, coders)
    marked = xml.marks(layout.posts, codings, space, per=per, crlf=line_ends == "crlf")
    grouped = _cases(graph, layout, marked, lang=lang, per=per, space=space)
    parts = [
        _opening(title),
        _users(coders),
        *_codebook(books, lang),
        xml.variables(lang),
        *_element("Cases", grouped),
        *_element("Sources", xml.sources(layout.sources, marked)),
        _about(layout, names, per, lang),
        *_element("Sets", [ET.tostring(set_of(book, "targetGUID"), encoding="unicode") for book in books]),
        f'<NoteRef targetGUID="{_NOTE}"/></Project>\n',
    ]
    _write(path, parts, layout.sources)
    return Exported(
        path, layout.posts.height, layout.sources.height, codings.height, len(grouped),
        layout.reposts, layout.without_text, layout.replaced, layout.hidden,
    )  # fmt: skip


def _coders(codes: pl.DataFrame, space: UUID) -> pl.DataFrame:
    """Who has coded: by, coder (null for the program), guid, name."""
    people = codes.filter(by="hand")["coder"].drop_nulls().unique().sort().to_list()
    rows = [(by, None, identity, PROGRAM[by]) for by, identity in PROGRAM_GUIDS.items()]
    rows += [("hand", name, guid("user", name, space=space), name) for name in people]
    return pl.DataFrame(rows, schema=dict.fromkeys(("by", "coder", "user", "name"), pl.String), orient="row")


def _codings(codes: pl.DataFrame, books: Sequence[Codebook], posts: pl.DataFrame, coders: pl.DataFrame) -> pl.DataFrame:
    """The codes that can go out, once each, with the GUIDs of their code and of who gave it."""
    known = [(book.name, code.id, guid("code", book.name, code.id)) for book in books for code in book.codes]
    named = pl.DataFrame(known, schema=dict.fromkeys(("codebook", "topic", "code"), pl.String), orient="row")
    return (
        codes.join(named, on=["codebook", "topic"], maintain_order="left")
        .join(coders.drop("name"), on=["by", "coder"], nulls_equal=True, maintain_order="left")
        .join(posts.select(post="key"), on="post", how="semi", maintain_order="left")
        .unique(["post", "code", "user", "start", "end"], keep="first", maintain_order=True)
    )


def _cases(graph: Graph, layout: Layout, marked: pl.DataFrame, *, lang: str, per: str, space: UUID) -> pl.Series:
    """The accounts with their posts, and the agencies with the posts that are addressed to them."""
    posts = layout.posts
    of = posts.select(post="key", guid="guid") if per == "post" else marked.filter("whole").select("post", "guid")
    written = posts.select(case=pl.lit("account ") + pl.col("account"), post="key").drop_nulls()
    addressed = graph.tables["ADDRESSED_TO"].select(case=pl.lit("agency ") + pl.col("to"), post="from")
    agencies = graph.tables["Agency"].select(
        case=pl.lit("agency ") + pl.col("key"), name="name", kind=pl.lit(_ADDRESSED[lang]), agency="name"
    )
    called = agencies.select(agency=pl.col("case").str.strip_prefix("agency "), called="name")
    accounts = posts.drop_nulls("account").unique("account", keep="first", maintain_order=True)
    accounts = accounts.join(called, on="agency", how="left", maintain_order="left").select(
        pl.lit("account ").add(pl.col("account")).alias("case"), "platform", "kind", name="label", agency="called"
    )
    members = pl.concat([addressed, written]).join(of, on="post", maintain_order="left")
    frame = pl.concat([agencies, accounts], how="diagonal").join(members, on="case", how="semi", maintain_order="left")
    own = pl.Series(guids(space, [f"case\n{case}" for case in frame["case"]]), dtype=pl.String)
    return xml.cases(frame.with_columns(guid=own), members, "SourceRef" if per == "post" else "SelectionRef")


def _opening(title: str) -> str:
    told = f"name={quoteattr(cleaned(title) or 'suara')} origin={quoteattr('suara ' + version('suara'))}"
    user = PROGRAM_GUIDS["words"]
    return f'<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="{NAMESPACE}" {told} creatingUserGUID="{user}">\n'


def _users(coders: pl.DataFrame) -> str:
    rows = coders.select("user", "name").iter_rows()
    users = (f"<User guid={quoteattr(identity)} name={quoteattr(cleaned(name))}/>" for identity, name in rows)
    return f"<Users>{''.join(users)}</Users>\n"


def _codebook(books: Sequence[Codebook], lang: str) -> list[str]:
    if not books:
        return []
    return ["<CodeBook>", ET.tostring(codes_of(books, lang), encoding="unicode"), "</CodeBook>\n"]


def _element(name: str, children: Sequence[str] | pl.Series) -> Iterator[str]:
    """An element with its children, a line each; nothing where it has none, as the schema wants it."""
    if len(children):
        yield f"<{name}>\n"
        for child in children:
            yield f"{child}\n"
        yield f"</{name}>\n"


def _about(layout: Layout, names: str, per: str, lang: str) -> str:
    """A note that says what the project is, for those who get it."""
    told = {"posts": layout.posts.height, "sources": layout.sources.height, "per": per, "names": names}
    told |= {"reposts": layout.reposts, "replaced": layout.replaced, "hidden": layout.hidden}
    text = escape(_NOTES[lang].format(**told))
    note = f'<Note guid="{_NOTE}" name="suara" creatingUser="{PROGRAM_GUIDS["words"]}">'
    return f"<Notes>{note}<PlainTextContent>{text}</PlainTextContent></Note></Notes>\n"


def _write(path: Path, parts: Sequence[str], sources: pl.DataFrame) -> None:
    try:
        with (
            whole(path) as unfinished,
            zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        ):
            with archive.open(zipfile.ZipInfo("project.qde", _STARTED), "w", force_zip64=True) as file:
                for part in parts:
                    file.write(part.encode())
            for identity, text in sources.select("guid", "text").iter_rows():
                archive.writestr(
                    zipfile.ZipInfo(f"sources/{identity}.txt", _STARTED), text.encode(), zipfile.ZIP_DEFLATED
                )
    except OSError as error:
        raise FileError(f"{path} can't be written: {error.strerror}") from None
