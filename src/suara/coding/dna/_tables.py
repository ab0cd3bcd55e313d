"""The tables of a `.dna` file, declared once: what is read, and what a new file is made of."""

from __future__ import annotations

VERSION, DATE = "3.0.7", "2022-06-10"
"""The version of DNA whose tables these are; any DNA 3 opens them."""

LONGEST = 190
"""Characters that DNA allows names, titles and values of short text."""

UNKNOWN_TIME = "suara: time unknown"
"""What the notes of a document say whose time nobody knows, as DNA must have one."""

WITHOUT_POSITION = " (no position)"
"""What follows the name of a type whose statements have no position: DNA's booleans are never unknown."""

_ID = "INTEGER NOT NULL PRIMARY KEY"
_SHORT = "TEXT NOT NULL DEFAULT ''"
_RIGHTS = [
    *(f"{right}Documents" for right in ("Add", "Edit", "Delete", "Import", "ViewOthers", "EditOthers")),
    *(f"{right}Statements" for right in ("Add", "Edit", "Delete", "ViewOthers", "EditOthers")),
    *(f"Edit{what}" for what in ("Attributes", "Regex", "StatementTypes", "Coders", "CoderRelations")),
]


def _within(name: str, low: int, high: int, otherwise: int | None) -> str:
    least = "INTEGER" if otherwise is None else f"INTEGER NOT NULL DEFAULT {otherwise}"
    return f"{least} CHECK ({name} BETWEEN {low} AND {high})"


def _short(name: str) -> str:
    return f"{_SHORT} CHECK (LENGTH({name}) <= {LONGEST})"


def _to(table: str, *, required: bool = True) -> str:
    return f"INTEGER{' NOT NULL' if required else ''} REFERENCES {table}(ID) ON DELETE CASCADE"


_COLOUR = {name: _within(name, 0, 255, 0) for name in ("Red", "Green", "Blue")}
_DATA = {"ID": _ID, "StatementId": _to("STATEMENTS"), "VariableId": _to("VARIABLES")}
_ONCE = {"UNIQUE": "(StatementId, VariableId)"}

TABLES: dict[str, dict[str, str]] = {
    "SETTINGS": {"Property": "TEXT PRIMARY KEY", "Value": "TEXT NOT NULL"},
    "CODERS": {
        "ID": _ID,
        "Name": _short("Name"),
        **_COLOUR,
        "Refresh": _within("Refresh", 0, 9999, 0),
        "FontSize": _within("FontSize", 1, 99, 14),
        "Password": _short("Password"),
        "PopupWidth": _within("PopupWidth", 100, 9999, 300),
        "ColorByCoder": _within("ColorByCoder", 0, 1, 0),
        "PopupDecoration": _within("PopupDecoration", 0, 1, 0),
        "PopupAutoComplete": _within("PopupAutoComplete", 0, 1, 1),
        **{f"Permission{right}": _within(f"Permission{right}", 0, 1, 1) for right in _RIGHTS},
    },
    "DOCUMENTS": {
        "ID": _ID,
        "Title": _short("Title"),
        "Text": "TEXT NOT NULL",
        "Coder": _to("CODERS"),
        "Author": _short("Author"),
        "Source": _short("Source"),
        "Section": _short("Section"),
        "Notes": _SHORT,
        "Type": _short("Type"),
        "Date": "INTEGER NOT NULL",
    },
    "STATEMENTTYPES": {"ID": _ID, "Label": _short("Label"), **_COLOUR},
    "VARIABLES": {
        "ID": _ID,
        "Variable": _short("Variable"),
        "DataType": "TEXT NOT NULL DEFAULT 'short text' CHECK (DataType IN ('boolean', 'integer', 'long text', 'short text'))",
        "StatementTypeId": _to("STATEMENTTYPES"),
        "UNIQUE": "(Variable, StatementTypeId)",
    },
    "VARIABLELINKS": {
        "ID": _ID,
        "SourceVariableId": _to("VARIABLES"),
        "TargetVariableId": _to("VARIABLES"),
        "CHECK": "(SourceVariableId <> TargetVariableId)",
    },
    "REGEXES": {"Label": "TEXT PRIMARY KEY", **_COLOUR},
    "CODERRELATIONS": {
        "ID": _ID,
        "Coder": _to("CODERS"),
        "OtherCoder": _to("CODERS"),
        **{
            name: _within(name, 0, 1, 1)
            for name in ("viewStatements", "editStatements", "viewDocuments", "editDocuments")
        },
        "CHECK": "(Coder <> OtherCoder)",
    },
    "STATEMENTS": {
        "ID": _ID,
        "StatementTypeId": _to("STATEMENTTYPES"),
        "DocumentId": _to("DOCUMENTS"),
        "Start": "INTEGER NOT NULL CHECK (Start >= 0)",
        "Stop": "INTEGER NOT NULL CHECK (Stop >= 0)",
        "Coder": _to("CODERS"),
        "CHECK": "(Start < Stop)",
    },
    "DATABOOLEAN": {**_DATA, "Value": _within("Value", 0, 1, 1), **_ONCE},
    "DATAINTEGER": {**_DATA, "Value": "INTEGER NOT NULL DEFAULT 0", **_ONCE},
    "ENTITIES": {
        "ID": _ID,
        "VariableId": _to("VARIABLES"),
        "Value": _short("Value"),
        **_COLOUR,
        "ChildOf": _to("ENTITIES", required=False),
        "UNIQUE": "(VariableId, Value)",
    },
    "DATASHORTTEXT": {**_DATA, "Entity": _to("ENTITIES"), **_ONCE},
    "DATALONGTEXT": {**_DATA, "Value": "TEXT DEFAULT ''", **_ONCE},
    "ATTRIBUTEVARIABLES": {
        "ID": _ID,
        "VariableId": _to("VARIABLES"),
        "AttributeVariable": _short("AttributeVariable"),
        "UNIQUE": "(VariableId, AttributeVariable)",
    },
    "ATTRIBUTEVALUES": {
        "ID": _ID,
        "EntityId": _to("ENTITIES"),
        "AttributeVariableId": _to("ATTRIBUTEVARIABLES"),
        "AttributeValue": _short("AttributeValue"),
        "UNIQUE": "(EntityId, AttributeVariableId)",
    },
}
"""Each table's columns and what they must be; `UNIQUE` and `CHECK` are of the whole row."""

READ: dict[str, dict[str, str]] = {
    "SETTINGS": {"Property": "TEXT", "Value": "TEXT"},
    "CODERS": {"ID": "INTEGER", "Name": "TEXT"},
    "DOCUMENTS": {
        "ID": "INTEGER", "Title": "TEXT", "Text": "TEXT", "Coder": "INTEGER", "Author": "TEXT", "Source": "TEXT",
        "Section": "TEXT", "Notes": "TEXT", "Type": "TEXT", "Date": "INTEGER",
    },
    "STATEMENTTYPES": {"ID": "INTEGER", "Label": "TEXT"},
    "VARIABLES": {"ID": "INTEGER", "Variable": "TEXT", "DataType": "TEXT", "StatementTypeId": "INTEGER"},
    "STATEMENTS": {
        "ID": "INTEGER", "StatementTypeId": "INTEGER", "DocumentId": "INTEGER", "Start": "INTEGER", "Stop": "INTEGER",
        "Coder": "INTEGER",
    },
    "DATABOOLEAN": {"StatementId": "INTEGER", "VariableId": "INTEGER", "Value": "INTEGER"},
    "DATAINTEGER": {"StatementId": "INTEGER", "VariableId": "INTEGER", "Value": "INTEGER"},
    "ENTITIES": {"ID": "INTEGER", "VariableId": "INTEGER", "Value": "TEXT"},
    "DATASHORTTEXT": {"StatementId": "INTEGER", "VariableId": "INTEGER", "Entity": "INTEGER"},
    "DATALONGTEXT": {"StatementId": "INTEGER", "VariableId": "INTEGER", "Value": "TEXT"},
    "ATTRIBUTEVARIABLES": {"ID": "INTEGER", "VariableId": "INTEGER", "AttributeVariable": "TEXT"},
    "ATTRIBUTEVALUES": {"EntityId": "INTEGER", "AttributeVariableId": "INTEGER", "AttributeValue": "TEXT"},
}  # fmt: skip
"""What of each table is read, as what: a file says what types its cells have, and may say anything."""


def created(name: str) -> str:
    """The SQL that makes a table.

    Example:
        >>> created("SETTINGS")
        'CREATE TABLE SETTINGS(Property TEXT PRIMARY KEY, Value TEXT NOT NULL)'
    """
    return f"CREATE TABLE {name}({', '.join(f'{column} {told}' for column, told in TABLES[name].items())})"
