"""Codebooks as REFI-QDA has them (`.qdc`): out with everything in them, and in from any program.

A codebook goes out as a folder (a code that can't be coded with) with its codes in it, one in another as `parent` says;
labels are their names, definitions their descriptions. What REFI-QDA has no place for (phrases, other languages,
sources) is in the description of a set named "suara: NAME", as the TOML of the codebook: so out and in again gives the
same codebook, and one that was edited on the way keeps its phrases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

from suara._files import whole
from suara.coding.codebook import Codebook
from suara.coding.codebook_toml import written as toml
from suara.coding.refi._archive import opened
from suara.coding.refi._document import Document
from suara.coding.refi._guids import colour, guid
from suara.coding.refi._reading import read as read_xml
from suara.coding.refi._text import cleaned
from suara.coding.refi._understood import SETTINGS, Understood, understood
from suara.errors import DataError, FileError

NAMESPACE = "urn:QDA-XML:codebook:1.0"
LARGEST = 64_000_000  # bytes of a .qdc file; large ones have a hundredth of it


def read(path: Path, *, lang: str = "id", known: Sequence[Codebook] = ()) -> Understood:
    """The codebooks in a `.qdc` file, or in a `.qdpx` project of any program.

    Args:
        path: the file.
        lang: the language that names and descriptions are taken to be in, where the file doesn't tell.
        known: codebooks whose codes are known again by their GUIDs, with their phrases.

    Raises:
        FileError: it isn't there, or can't be read.
        DataError: it isn't REFI-QDA, breaks its rules (with the line), or has no code.
    """
    found = understood(document_in(path), str(path), path.stem, lang=lang, known=known)
    if not found.books:
        raise DataError(f"{path}: it has no codes")
    return found


def document_in(path: Path) -> Document:
    """What a file says, be it a codebook or a project."""
    if path.suffix.lower() == ".qdpx":
        with opened(path) as archive, archive.project() as (stream, where):
            return read_xml(stream, where)
    try:
        if path.stat().st_size > LARGEST:
            raise DataError(f"{path} is larger than {LARGEST // 1_000_000} MB, which no codebook is")
        with path.open("rb") as file:
            return read_xml(file, str(path))
    except OSError as error:
        raise FileError(f"{path} can't be read: {error.strerror}") from None


def write(books: Sequence[Codebook], path: Path, *, lang: str = "id") -> None:
    """Write codebooks into one `.qdc` file; `lang` is the language of names and descriptions.

    Raises:
        DataError: parents of codes go in a circle.
        FileError: it can't be written.
    """
    try:
        with whole(path) as unfinished:
            unfinished.write_bytes(written(books, lang=lang))
    except OSError as error:
        raise FileError(f"{path} can't be written: {error.strerror}") from None


def written(books: Sequence[Codebook], *, lang: str = "id") -> bytes:
    """Codebooks as the XML of one `.qdc` file.

    Example:
        >>> from suara.coding.codebook import Code
        >>> written([Codebook(name="own", codes=[Code(id="slow", label={"id": "lambat"})])]).count(b"<Code ")
        2
    """
    root = ET.Element("CodeBook", {"xmlns": NAMESPACE, "origin": f"suara {version('suara')}"})
    root.append(codes_of(books, lang))
    sets = ET.SubElement(root, "Sets")
    sets.extend(set_of(book, "guid") for book in books)
    ET.indent(root)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode").encode() + b"\n"


def codes_of(books: Sequence[Codebook], lang: str) -> ET.Element:
    """The element `Codes` of codebooks: a folder each, with its codes in it.

    Raises:
        DataError: parents of codes go in a circle.
    """
    codes = ET.Element("Codes")
    for book in books:
        folder = _code(
            guid("codebook", book.name), _in(book.title, lang) or book.name or "?", book.source, isCodable="false"
        )
        elements = {
            code.id: _code(
                guid("code", book.name, code.id),
                _in(code.label, lang) or code.id,
                _in(code.definition, lang),
                isCodable="true",
                color=colour(number),
            )
            for number, code in enumerate(book.codes)
        }
        for code in book.codes:
            elements.get(code.parent or "", folder).append(elements[code.id])
        if len(list(folder.iter("Code"))) != len(book.codes) + 1:
            raise DataError(f"codebook {book.name!r}: a code stands there twice, or parents of codes go in a circle")
        codes.append(folder)
    return codes


def set_of(book: Codebook, reference: str) -> ET.Element:
    """The set with all of a codebook in its description; `reference` is how members name codes: guid or targetGUID."""
    group = ET.Element("Set", {"guid": guid("settings", book.name), "name": cleaned(SETTINGS + book.name)})
    ET.SubElement(group, "Description").text = toml(book)
    for code in book.codes:
        ET.SubElement(group, "MemberCode", {reference: guid("code", book.name, code.id)})
    return group


def _code(identity: str, name: str, description: str, **attributes: str) -> ET.Element:
    element = ET.Element("Code", {"guid": identity, "name": cleaned(name), **attributes})
    if description:
        ET.SubElement(element, "Description").text = cleaned(description)
    return element


def _in(texts: Mapping[str, str], lang: str) -> str:
    """A text in a language, else in the first that has one."""
    return next((text for text in (texts.get(lang, ""), *texts.values()) if text.strip()), "")
