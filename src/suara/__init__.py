"""suara: who speaks about public services, about what, to which agency, and does the agency answer?

Each function is a step that a command of the same name does; `suara.run` is all of them.

Example:
    >>> import suara
    >>> result = suara.run(["sample/keluhan.csv"], "hasil")  # doctest: +SKIP
    >>> result.responses.agencies  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from suara.errors import SuaraError
    from suara.steps import (
        both_ways,
        build,
        centrality,
        code,
        codes_of,
        communities,
        compare_responses,
        coordination,
        coordination_in_file,
        course,
        crosstab,
        discourse,
        discourse_in_file,
        draw_course,
        draw_map,
        draw_timeline,
        equity,
        export,
        export_codebook,
        export_course,
        export_project,
        export_shares,
        export_statements,
        figure,
        find,
        import_codebook,
        import_files,
        import_project,
        import_statements,
        inspect,
        keep_statements,
        network,
        node_link,
        paths,
        query,
        read_codebook,
        report,
        response_groups,
        responses,
        run,
        statements,
        status,
        structure,
        timeline,
        topics,
        without_coordinated,
        words,
    )
    from suara.workspace import Workspace

__all__ = [
    "SuaraError",
    "Workspace",
    "both_ways",
    "build",
    "centrality",
    "code",
    "codes_of",
    "communities",
    "compare_responses",
    "coordination",
    "coordination_in_file",
    "course",
    "crosstab",
    "discourse",
    "discourse_in_file",
    "draw_course",
    "draw_map",
    "draw_timeline",
    "equity",
    "export",
    "export_codebook",
    "export_course",
    "export_project",
    "export_shares",
    "export_statements",
    "figure",
    "find",
    "import_codebook",
    "import_files",
    "import_project",
    "import_statements",
    "inspect",
    "keep_statements",
    "network",
    "node_link",
    "paths",
    "query",
    "read_codebook",
    "report",
    "response_groups",
    "responses",
    "run",
    "statements",
    "status",
    "structure",
    "timeline",
    "topics",
    "without_coordinated",
    "words",
]


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is: the whole of suara takes half a second (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'suara' has no attribute {name!r}")
    home = {"SuaraError": "suara.errors", "Workspace": "suara.workspace"}.get(name, "suara.steps")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return __all__
