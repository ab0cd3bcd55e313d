"""The elements of REFI-QDA and what may stand in each, in this order. Source: REFI-QDA 1.5, 5.2 and 5.3 (Project 1.0)."""

from __future__ import annotations

_MARKED = "Coding NoteRef"
_TEXT = "Description PlainTextContent PlainTextSelection Coding NoteRef VariableValue"
VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")
"""The elements that hold a value of a variable."""

CHILDREN: dict[str, tuple[str, ...]] = {
    parent: tuple(children.split())
    for parent, children in {
        "Project": "Users CodeBook Variables Cases Sources Notes Links Sets Graphs Description NoteRef",
        "Users": "User",
        "CodeBook": "Codes Sets",
        "Codes": "Code",
        "Code": "Description NoteRef Code",
        "Variables": "Variable",
        "Variable": "Description",
        "Cases": "Case",
        "Case": "Description CodeRef VariableValue SourceRef SelectionRef",
        "VariableValue": f"VariableRef {' '.join(VALUES)}",
        "Sources": "TextSource PictureSource PDFSource AudioSource VideoSource",
        "TextSource": _TEXT,
        "PlainTextSelection": f"Description {_MARKED}",
        "PictureSource": f"Description TextDescription PictureSelection {_MARKED} VariableValue",
        "TextDescription": _TEXT,
        "PictureSelection": f"Description {_MARKED}",
        "PDFSource": f"Description PDFSelection Representation {_MARKED} VariableValue",
        "PDFSelection": f"Description Representation {_MARKED}",
        "Representation": _TEXT,
        "AudioSource": f"Description Transcript AudioSelection {_MARKED} VariableValue",
        "AudioSelection": f"Description {_MARKED}",
        "VideoSource": f"Description Transcript VideoSelection {_MARKED} VariableValue",
        "VideoSelection": f"Description {_MARKED}",
        "Transcript": "Description PlainTextContent SyncPoint TranscriptSelection NoteRef",
        "TranscriptSelection": f"Description {_MARKED}",
        "Coding": "CodeRef NoteRef",
        "Notes": "Note",
        "Note": _TEXT,
        "Links": "Link",
        "Link": "NoteRef",
        "Sets": "Set",
        "Set": "Description MemberCode MemberSource MemberNote",
        "Graphs": "Graph",
        "Graph": "Vertex Edge",
    }.items()
}
"""What may stand in an element, in this order; an element that isn't here holds no other."""

KNOWN = frozenset(CHILDREN) | {child for children in CHILDREN.values() for child in children}
"""All elements."""
