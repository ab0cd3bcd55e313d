"""The codes of a REFI-QDA document as codebooks: ours as they were sent out, or as they were edited since; others' anew."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from suara.coding.codebook import Code, Codebook
from suara.coding.refi._document import Document, Group, Node
from suara.coding.refi._guids import guid
from suara.coding.refi._text import cleaned
from suara.errors import DataError

SETTINGS = "suara: "
"""How the name of a set begins that has a codebook in its description."""


@dataclass
class Understood:
    """Codebooks, and which code of which of them a GUID of the document stands for: (codebook, topic)."""

    books: list[Codebook] = field(default_factory=list)
    topics: dict[str, tuple[str, str]] = field(default_factory=dict)


def understood(
    document: Document, where: str, name: str, *, lang: str = "id", known: Sequence[Codebook] = ()
) -> Understood:
    """The codebooks of a document; codes that aren't of a codebook of ours are one of their own, called `name`.

    Raises:
        DataError: a codebook in the description of a set is broken.
    """
    found = Understood()
    ours = {guid("codebook", book.name): book for book in known}
    ours |= {guid("codebook", book.name): book for book in _carried(document.groups, where)}
    folders = _folders(document.codes, ours)
    homes = _homes(document.codes, folders, ours)
    for identity in dict.fromkeys(home for home in homes if home):
        inside = [i for i, home in enumerate(homes) if home == identity and i not in folders]
        folder = next((document.codes[i] for i, home in folders.items() if home == identity), None)
        if inside:
            _add(found, _edited(ours[identity], folder, document.codes, inside, lang))
    if rest := [i for i, home in enumerate(homes) if not home]:
        _add(found, _foreign(document, rest, name, lang))
        found.topics |= _by_name([document.codes[i] for i in rest], list(ours.values()))
    return found


def _folders(codes: Sequence[Node], ours: Mapping[str, Codebook]) -> dict[int, str]:
    """The folders of codebooks of ours, by their GUID or, where a program has given them another, by their name."""
    titled = {cleaned(name): home for home, book in ours.items() for name in (book.name, *book.title.values())}
    found: dict[str, int] = {}
    for i, node in enumerate(codes):
        if node.parent is None:
            home = node.guid if node.guid in ours else titled.get(node.name, "") if not node.codable else ""
            if home:
                found.setdefault(home, i)
    return {i: home for home, i in found.items()}


def _homes(codes: Sequence[Node], folders: Mapping[int, str], ours: Mapping[str, Codebook]) -> list[str]:
    """The codebook of ours that each code is of (as its GUID, or ""): it lies in its folder, or has the GUID of its code."""
    by_guid = {guid("code", book.name, code.id): home for home, book in ours.items() for code in book.codes}
    homes: list[str] = []
    for i, node in enumerate(codes):
        above = "" if node.parent is None else homes[node.parent]
        homes.append(folders.get(i) or above or by_guid.get(node.guid, ""))
    return homes


def _by_name(nodes: Sequence[Node], books: Sequence[Codebook]) -> dict[str, tuple[str, str]]:
    """What codes stand for that have the name of one code of one codebook, as programs leave that throw folders away."""
    named: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for book in books:
        for code in book.codes:
            for label in _names(code):
                named[label].add((book.name, code.id))
    return {node.guid: next(iter(named[node.name])) for node in nodes if len(named.get(node.name, ())) == 1}


def _add(found: Understood, more: tuple[Codebook, Mapping[str, str]]) -> None:
    book, topics = more
    found.books.append(book)
    found.topics |= {identity: (book.name, topic) for identity, topic in topics.items()}


def _carried(groups: Sequence[Group], where: str) -> list[Codebook]:
    """The codebooks in the descriptions of sets."""
    books = []
    for group in groups:
        if group.name.startswith(SETTINGS) and group.description.strip():
            try:
                books.append(msgspec.convert(tomllib.loads(group.description), Codebook))
            except (tomllib.TOMLDecodeError, msgspec.ValidationError, RecursionError) as error:
                raise DataError(
                    f"{where}, line {group.line}: the description of the set {group.name!r} should be a codebook in TOML; "
                    f"it isn't ({error}). Take the set out, or its changes back"
                ) from None
    return books


def _edited(
    book: Codebook, folder: Node | None, codes: Sequence[Node], inside: Sequence[int], lang: str
) -> tuple[Codebook, dict[str, str]]:
    """A codebook of ours as its folder now has it: names, descriptions and order in one another are the folder's."""
    nodes = [codes[i] for i in inside]
    old = _known_again(book, nodes)
    called = folder.name if folder else cleaned(book.name)
    told = [(book.title, called), *((code.label, nodes[i].name) for i, code in old.items())]
    spoken = Counter(each for texts, name in told for each, text in texts.items() if cleaned(text) == name)
    language = max(spoken, key=lambda each: (spoken[each], each == lang), default=lang)
    fresh = [i for i in range(len(nodes)) if i not in old]
    ids = _ids([nodes[i].name for i in fresh], {code.id for code in book.codes})
    topics = {nodes[i].guid: code.id for i, code in old.items()} | {
        nodes[i].guid: new for i, new in zip(fresh, ids, strict=True)
    }
    made = [
        _renewed(old.get(i) or _new(topics, node, language), node, topics.get(_above(node, codes)), language)
        for i, node in enumerate(nodes)
    ]
    order = {code.id: place for place, code in enumerate(book.codes)}
    made.sort(key=lambda code: order.get(code.id, len(order)))
    titles = {cleaned(title) for title in book.title.values()} | {cleaned(book.name)}
    title = book.title if called in titles else book.title | {language: called}
    return msgspec.structs.replace(book, title=title, codes=made), topics


def _above(node: Node, codes: Sequence[Node]) -> str:
    return "" if node.parent is None else codes[node.parent].guid


def _known_again(book: Codebook, nodes: Sequence[Node]) -> dict[int, Code]:
    """Which codes of a codebook nodes are: by GUID, else by a name that only one of each has."""
    by_guid = {guid("code", book.name, code.id): code for code in book.codes}
    found = {i: by_guid[node.guid] for i, node in enumerate(nodes) if node.guid in by_guid}
    left = [code for code in book.codes if code.id not in {code.id for code in found.values()}]
    labels = Counter(label for code in left for label in _names(code))
    named = Counter(node.name for i, node in enumerate(nodes) if i not in found)
    by_name = {label: code for code in left for label in _names(code) if labels[label] == 1 and named[label] == 1}
    return found | {i: by_name[node.name] for i, node in enumerate(nodes) if i not in found and node.name in by_name}


def _names(code: Code) -> set[str]:
    return {cleaned(name) for name in (code.id, *code.label.values())}


def _new(topics: Mapping[str, str], node: Node, language: str) -> Code:
    return Code(id=topics[node.guid], label={language: node.name})


def _renewed(code: Code, node: Node, parent: str | None, language: str) -> Code:
    """A code with the name, the description and the place that it has now; a description that is gone stays ours."""
    label, definition = code.label, code.definition
    if node.name not in _names(code):
        label = label | {language: node.name}
    description = node.description.strip()
    if description and description not in {cleaned(text).strip() for text in definition.values()}:
        definition = definition | {language: description}
    return msgspec.structs.replace(code, label=label, definition=definition, parent=parent)


def _foreign(document: Document, places: Sequence[int], name: str, lang: str) -> tuple[Codebook, dict[str, str]]:
    """The codes of another program as a codebook; a lone folder around all of them gives it its title."""
    nodes = [document.codes[i] for i in places]
    roots = [node for node in nodes if node.parent is None]
    title = {}
    if len(roots) == 1 and not roots[0].codable and len(nodes) > 1:
        title = {lang: roots[0].name}
        nodes.remove(roots[0])
    topics = dict(zip((node.guid for node in nodes), _ids([node.name for node in nodes], set()), strict=True))
    made = [_renewed(_new(topics, node, lang), node, topics.get(_above(node, document.codes)), lang) for node in nodes]
    source = f"imported from {document.origin}" if document.origin else ""
    return Codebook(name=_slug(name) or "imported", title=title, source=source, codes=made), topics


def _ids(names: Sequence[str], taken: set[str]) -> list[str]:
    """An id for each name, which no other has: the name in lower case and underscores, numbered where it comes again."""
    ids, seen = [], set(taken)
    last: Counter[str] = Counter()
    for name in names:
        made = stem = _slug(name) or "code"
        while made in seen:
            last[stem] += 1
            made = f"{stem}_{last[stem] + 1}"
        seen.add(made)
        ids.append(made)
    return ids


def _slug(name: str) -> str:
    """A name as an id: its letters without accents and its digits, underscores between words.

    Example:
        >>> _slug("Pelayanan ramah (Café)")
        'pelayanan_ramah_cafe'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:60]
