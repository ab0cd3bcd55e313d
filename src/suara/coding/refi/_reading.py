"""REFI-QDA's XML, read as it streams in: strict about what it says, and never more than what it needs in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import IO, NoReturn
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import InputSource

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from suara.coding.refi._document import Case, Coding, Document, Group, Node, Source
from suara.coding.refi._structure import CHILDREN, KNOWN, VALUES
from suara.errors import DataError

MOST_CODES = 100_000
DEEPEST = 200  # elements in one another
LONGEST = 20_000_000  # characters of one text

_NAMESPACE = re.compile(r"urn:QDA-XML:(codebook|project):\d+[.:]\d+")  # some write a colon for the point
_PASSED_OVER = ("Variable", "Case", "Note", "Link", "Graph", "PictureSource", "PDFSource", "AudioSource", "VideoSource")
_TAKEN = {  # texts, by what holds them
    "Code": ("Description",),
    "Set": ("Description",),
    "TextSource": ("PlainTextContent",),
    "VariableValue": VALUES,
}

Attributes = Mapping[tuple[str | None, str], str]


def read(stream: IO[bytes], where: str) -> Document:
    """The codebook or project that an XML stream holds; `where` names it in errors.

    Raises:
        DataError: it isn't well-formed, declares a document type or entities, isn't REFI-QDA, or breaks its rules;
            with the line.
    """
    handler = _Handler(where)
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(handler)
    source = InputSource(where)
    source.setByteStream(stream)
    try:
        parser.parse(source)
    except DefusedXmlException:
        at = f"{where}, line {parser.getLineNumber()}"
        raise DataError(
            f"{at}: it declares a document type or entities, which could harm and REFI-QDA never has"
        ) from None
    except SAXParseException as error:
        raise DataError(f"{where}, line {error.getLineNumber()}: it isn't XML: {error.getMessage()}") from None
    except (SAXException, LookupError, ValueError) as error:  # encodings that the parser doesn't know
        raise DataError(f"{where}, line {parser.getLineNumber()}: it can't be read as XML: {error}") from None
    return handler.document


class _Handler(ContentHandler):
    """Takes what a document says, element by element."""

    def __init__(self, where: str) -> None:
        super().__init__()
        self.document = Document()
        self._where = where
        self._path: list[str] = []
        self._open_codes: list[int] = []
        self._seen: set[str] = set()
        self._text: list[str] | None = None  # of the element that is open, if it is taken
        self._length = 0
        self._selection: tuple[str, int | None, int | None, str] = ("", None, None, "")
        self._coding: tuple[str, str] | None = None
        self._variable_of = ""  # GUID of the variable whose value is told
        self._start: dict[str, Callable[[Attributes], None]] = {
            "Code": self._code, "Set": self._set, "MemberCode": self._member, "User": self._user,
            "TextSource": self._source, "PlainTextSelection": self._select, "Coding": self._begin_coding,
            "CodeRef": self._code_ref, "Variable": self._variable, "VariableRef": self._variable_ref, "Case": self._case,
            "SourceRef": self._case_member, "SelectionRef": self._case_member,
        }  # fmt: skip

    # What the parser calls

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Attributes) -> None:  # type: ignore[override]
        space, element = name
        self._check(space or "", element)
        if not self._path:
            self.document = Document(element, attrs.get((None, "name"), ""), attrs.get((None, "origin"), ""))
        self._path.append(element)
        if element in _PASSED_OVER:
            self.document.passed_over[element] += 1
        if element in _TAKEN.get(self._parent, ()):
            self._text, self._length = [], 0
        if (take := self._start.get(element)) is not None:
            take(attrs)

    def characters(self, content: str) -> None:
        if self._text is not None:
            self._text.append(content)
            self._length += len(content)
            if self._length > LONGEST:
                self._fault(f"a text has more than {LONGEST:,} characters")

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:
        element = self._path.pop()
        if self._text is not None:
            self._keep_text("".join(self._text))
            self._text = None
        elif element == "Code":
            self._open_codes.pop()
        elif element == "PlainTextSelection":
            self._selection = ("", None, None, "")

    # What elements say

    def _check(self, space: str, element: str) -> None:
        """Whether an element may stand where it does."""
        if not self._path:
            if not _NAMESPACE.fullmatch(space) or element not in ("CodeBook", "Project"):
                self._fault(f"its root is {element!r} of the namespace {space!r}: it isn't REFI-QDA")
            self._space = space
            return
        if space != self._space or element not in KNOWN:
            self._fault(f"the element {element!r} of the namespace {space!r} isn't one of REFI-QDA")
        if element not in CHILDREN.get(self._path[-1], ()):
            self._fault(f"{element!r} can't stand in {self._path[-1]!r}")
        if len(self._path) > DEEPEST:
            self._fault(f"elements stand in one another more than {DEEPEST} deep")

    def _code(self, attrs: Attributes) -> None:
        codes = self.document.codes
        if len(codes) == MOST_CODES:
            self._fault(f"it has more than {MOST_CODES:,} codes")
        guid = self._guid(attrs)
        if guid in self._seen:
            self._fault(f"two codes have the GUID {guid}")
        self._seen.add(guid)
        parent = self._open_codes[-1] if self._open_codes else None
        codable = attrs.get((None, "isCodable"), "true").strip() not in ("false", "0")
        self._open_codes.append(len(codes))
        codes.append(Node(guid, self._required(attrs, "name"), codable, parent, self._line))

    def _set(self, attrs: Attributes) -> None:
        self.document.groups.append(Group(self._guid(attrs), self._required(attrs, "name"), self._line))

    def _member(self, attrs: Attributes) -> None:
        key = "guid" if (None, "guid") in attrs else "targetGUID"  # the codebook has the one, the project the other
        self.document.groups[-1].members.append(self._guid(attrs, key))

    def _user(self, attrs: Attributes) -> None:
        guid = self._guid(attrs)
        self.document.users[guid] = attrs.get((None, "name")) or attrs.get((None, "id")) or guid

    def _source(self, attrs: Attributes) -> None:
        told = attrs.get((None, "name"), ""), attrs.get((None, "plainTextPath"))
        self.document.sources.append(Source(self._guid(attrs), *told, self._line))

    def _select(self, attrs: Attributes) -> None:
        start, end = (self._place(attrs, key) for key in ("startPosition", "endPosition"))
        if end < start:
            self._fault(f"a selection ends ({end}) before it starts ({start})")
        self._selection = (self._guid(attrs), start, end, attrs.get((None, "name"), ""))

    def _begin_coding(self, attrs: Attributes) -> None:
        self._coding = (self._guid(attrs), _plain(attrs.get((None, "creatingUser"), "")))

    def _code_ref(self, attrs: Attributes) -> None:
        if self._parent != "Coding" or self._coding is None:
            return
        if "TextSource" not in self._path:
            self.document.passed_over["Coding of a source that isn't text"] += 1
            return
        number = len(self.document.sources) - 1
        self.document.codings.append(
            Coding(number, self._coding[0], self._guid(attrs, "targetGUID"), self._coding[1], *self._selection)
        )

    def _variable(self, attrs: Attributes) -> None:
        self.document.variables[self._guid(attrs)] = attrs.get((None, "name"), "")

    def _variable_ref(self, attrs: Attributes) -> None:
        self._variable_of = self._guid(attrs, "targetGUID")

    def _case(self, attrs: Attributes) -> None:
        self.document.cases.append(Case(self._guid(attrs), attrs.get((None, "name"), "")))

    def _case_member(self, attrs: Attributes) -> None:
        if self._parent == "Case":
            self.document.cases[-1].members.add(self._guid(attrs, "targetGUID"))

    def _keep_text(self, text: str) -> None:
        match self._path[-1]:
            case "Code":
                self.document.codes[self._open_codes[-1]].description = text
            case "Set":
                self.document.groups[-1].description = text
            case "VariableValue":
                if self._parent == "TextSource":
                    self.document.sources[-1].values.setdefault(self._variable_of, text)
                elif self._parent == "Case":
                    self.document.cases[-1].values.setdefault(self._variable_of, text)
            case _:
                self.document.sources[-1].text = text

    # Values and faults

    @property
    def _parent(self) -> str:
        return self._path[-2] if len(self._path) > 1 else ""

    @property
    def _line(self) -> int:
        return self._locator.getLineNumber() or 0  # type: ignore[attr-defined]  # the parser sets it

    def _required(self, attrs: Attributes, key: str) -> str:
        value = attrs.get((None, key), "")
        if not value.strip():
            self._fault(f"a {self._path[-1]} has no {key}")
        return value

    def _guid(self, attrs: Attributes, key: str = "guid") -> str:
        return _plain(self._required(attrs, key))

    def _place(self, attrs: Attributes, key: str) -> int:
        value = self._required(attrs, key)
        if not re.fullmatch(r"\s*\+?[0-9]{1,15}\s*", value):
            self._fault(f"{key} is {value[:40]!r}, which is no place in a text")
        return int(value)

    def _fault(self, problem: str) -> NoReturn:
        raise DataError(f"{self._where}, line {self._line}: {problem}")


def _plain(guid: str) -> str:
    """A GUID as it is compared: some programs put it in braces, some write it in capitals."""
    return guid.strip().strip("{}").lower()
