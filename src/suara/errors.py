"""Everything that can go wrong and is said to a person in one line.

::

    SuaraError
    ├── InputError            what was given can't be read
    │   ├── FileError         missing, empty, a directory, not readable
    │   ├── UnknownFormat     no source knows this file
    │   └── BadRecord         one record is broken and --strict was asked for
    ├── WorkspaceError        the folder isn't a workspace, or is damaged
    │   └── WorkspaceBusy     another run is at work in it
    ├── DataError             a codebook, registry or setting is wrong
    ├── NotYet                a step is asked for before the one it needs
    ├── SourceError           a live source refuses, has no key, or can't be reached
    └── StoreError            the graph store refuses or can't be reached
        └── QueryError        a Cypher query is wrong

Each message says what happened, where, and what to do.
"""

from __future__ import annotations


class SuaraError(Exception):
    """Root of all errors that suara raises on purpose; its text is one line for a person."""

    exit_code = 1


class InputError(SuaraError):
    """What was given can't be read."""

    exit_code = 3


class FileError(InputError):
    """A file is missing, empty, a directory or not readable."""


class UnknownFormat(InputError):
    """No source recognises the file."""


class BadRecord(InputError):
    """A record is broken, and the first broken one was to stop the run."""


class WorkspaceError(SuaraError):
    """The folder isn't a workspace, or it can't be written."""

    exit_code = 4


class WorkspaceBusy(WorkspaceError):
    """Another run is at work in this workspace."""


class DataError(SuaraError):
    """A codebook, an agency registry or a setting is wrong."""

    exit_code = 5


class NotYet(SuaraError):
    """A step is asked for before the one it builds on."""

    exit_code = 6


class SourceError(SuaraError):
    """A live source refuses, has no key, or can't be reached."""

    exit_code = 9


class StoreError(SuaraError):
    """The graph store refuses or can't be reached."""

    exit_code = 7


class QueryError(StoreError):
    """A Cypher query is wrong, or its parameters are."""
