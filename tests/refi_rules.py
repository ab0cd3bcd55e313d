"""The rules of REFI-QDA 1.5 that files of ours must keep, said here once more; and its published schema, where it is."""

from __future__ import annotations

import io
import os
import re
import zipfile
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

# Children in their order ("?" at most one, "1" exactly one, "*" any number, "+" at least one), and attributes: "!" must
# be there. Only what we write: anything else is a fault of ours.
CODEBOOK = {
    "CodeBook": ("Codes1 Sets?", "origin"),
    "Codes": ("Code+", ""),
    "Code": ("Description? Code*", "guid! name! isCodable! color"),
    "Sets": ("Set+", ""),
    "Set": ("Description? MemberCode*", "guid! name!"),
    "MemberCode": ("", "guid!"),
    "Description": ("", ""),
}
PROJECT = {
    "Project": (
        "Users? CodeBook? Variables? Cases? Sources? Notes? Sets? NoteRef*",
        "name! origin creatingUserGUID",
    ),
    "Users": ("User+", ""),
    "User": ("", "guid! name"),
    "CodeBook": ("Codes1", ""),
    "Codes": ("Code+", ""),
    "Code": CODEBOOK["Code"],
    "Variables": ("Variable+", ""),
    "Variable": ("", "guid! name! typeOfVariable!"),
    "Cases": ("Case+", ""),
    "Case": ("VariableValue* SourceRef* SelectionRef*", "guid! name"),
    "VariableValue": ("VariableRef1 TextValue? IntegerValue? DateTimeValue?", ""),
    "VariableRef": ("", "targetGUID!"),
    "SourceRef": ("", "targetGUID!"),
    "SelectionRef": ("", "targetGUID!"),
    "Sources": ("TextSource+", ""),
    "TextSource": ("PlainTextSelection* Coding* VariableValue*", "guid! name plainTextPath creatingUser"),
    "PlainTextSelection": ("Description? Coding*", "guid! name startPosition! endPosition!"),
    "Coding": ("CodeRef1", "guid! creatingUser"),
    "CodeRef": ("", "targetGUID!"),
    "Notes": ("Note+", ""),
    "Note": ("PlainTextContent?", "guid! name creatingUser"),
    "NoteRef": ("", "targetGUID!"),
    "Sets": ("Set+", ""),
    "Set": CODEBOOK["Set"],
    "MemberCode": ("", "targetGUID!"),
    **dict.fromkeys(("Description", "PlainTextContent", "TextValue", "IntegerValue", "DateTimeValue"), ("", "")),
}
MARKS = {"?": "?", "1": "{1}", "*": "*", "+": "+"}


def check_codebook(data: bytes) -> ET.Element:
    """Refuse a codebook that breaks a rule; returns it."""
    root = _parsed(data, "urn:QDA-XML:codebook:1.0")
    assert root.tag == "CodeBook"
    _check(root, CODEBOOK)
    _check_schema(data, "codebook")
    return root


def check_project(path: Path) -> tuple[ET.Element, dict[str, str]]:
    """Refuse a project that breaks a rule; returns it and the texts of its sources by their GUID."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names[0] == "project.qde"
        data = archive.read("project.qde")
        texts = {Path(name).stem: archive.read(name).decode() for name in names[1:]}
    root = _parsed(data, "urn:QDA-XML:project:1.0")
    _check(root, PROJECT)
    _check_references(root)
    sources = list(root.iter("TextSource"))
    assert sorted(f"sources/{source.get('guid')}.txt" for source in sources) == sorted(names[1:])
    assert all(source.get("plainTextPath") == f"internal://{source.get('guid')}.txt" for source in sources)
    for source in sources:
        for selection in source.iter("PlainTextSelection"):
            start, end = int(selection.get("startPosition", "")), int(selection.get("endPosition", ""))
            assert 0 <= start < end <= len(texts[source.get("guid", "")])
    _check_schema(data, "project")
    return root, texts


def _parsed(data: bytes, namespace: str) -> ET.Element:
    assert data.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    root = ET.fromstring(data)
    for element in root.iter():
        assert element.tag.startswith("{" + namespace + "}")
        element.tag = element.tag.split("}")[1]
    return root


def _check(root: ET.Element, rules: dict[str, tuple[str, str]]) -> None:
    for element in root.iter():
        children, attributes = rules[element.tag]
        form = "".join(f"(?:{child[:-1]} ){MARKS[child[-1]]}" for child in children.split())
        assert re.fullmatch(form, "".join(f"{child.tag} " for child in element)), ET.tostring(element)[:200]
        asked = {name.rstrip("!") for name in attributes.split()}
        assert {name.rstrip("!") for name in attributes.split() if name.endswith("!")} <= set(element.keys()) <= asked
        for name, value in element.items():
            if name.endswith(("guid", "GUID")) or name == "creatingUser":
                assert GUID.fullmatch(value)
            if name == "color":
                assert COLOUR.fullmatch(value)
        if element.tag == "DateTimeValue":
            datetime.strptime(element.text or "", "%Y-%m-%dT%H:%M:%SZ")
        assert element.get("isCodable") in (None, "true", "false")


def _check_references(root: ET.Element) -> None:
    """Every GUID is one thing's, and every reference leads to one of the right kind."""
    made = [element for element in root.iter() if element.get("guid") is not None]
    kinds = {element.get("guid"): element.tag for element in made}
    assert len(kinds) == len(made)
    leads = {
        "CodeRef": "Code", "MemberCode": "Code", "NoteRef": "Note", "VariableRef": "Variable", "SourceRef": "TextSource",
        "SelectionRef": "PlainTextSelection",
    }  # fmt: skip
    for element in root.iter():
        if (target := element.get("targetGUID")) is not None:
            assert kinds[target] == leads[element.tag]
        if (user := element.get("creatingUser")) is not None:
            assert kinds[user] == "User"


def schemas() -> list[Path]:
    """The schemas that SUARA_REFI_XSD names (files or folders, as in PATH), else those among the real data."""
    root = Path(__file__).parent.parent
    real = Path(os.environ.get("SUARA_REAL_DATA", root.parent / "shared" / "data")) / "refi-qda"
    named = [Path(name) for name in os.environ.get("SUARA_REFI_XSD", "").split(os.pathsep) if name] or [real]
    return [file for name in named for file in (name.glob("*.xsd") if name.is_dir() else [name])]


def _check_schema(data: bytes, kind: str) -> bool:
    """Whether there was a published schema to hold it against."""
    for path in schemas():
        etree = pytest.importorskip("lxml.etree")
        tree = etree.parse(path)
        if tree.getroot().get("targetNamespace") == f"urn:QDA-XML:{kind}:1.0":
            schema = etree.XMLSchema(tree)
            schema.assertValid(etree.parse(io.BytesIO(data), etree.XMLParser(huge_tree=True)))
            return True
    return False
