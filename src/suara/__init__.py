"""suara: who speaks about public services, about what, to which agency, and does the agency answer?

Example:
    >>> import suara
    >>> result = suara.run(["sample/keluhan.csv"], out)  # doctest: +SKIP
    >>> result.responses.agencies  # doctest: +SKIP
"""

from suara.errors import SuaraError
from suara.steps import (
    build,
    centrality,
    code,
    communities,
    draw_map,
    import_files,
    network,
    query,
    responses,
    run,
    status,
    topics,
)
from suara.workspace import Workspace

__all__ = [
    "SuaraError",
    "Workspace",
    "build",
    "centrality",
    "code",
    "communities",
    "draw_map",
    "import_files",
    "network",
    "query",
    "responses",
    "run",
    "status",
    "topics",
]
