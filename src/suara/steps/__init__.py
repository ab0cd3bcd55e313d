"""The steps from files to answers, each one call: what `import suara` offers and the commands do.

Every step takes a `Workspace`. One that needs an earlier step runs it first where it hasn't seen the latest posts.
"""

from suara.steps._agencies import (
    CheckedAgencies,
    agencies_found,
    agencies_listed,
    check_agencies,
    draft_agencies,
    new_agencies,
    registry,
)
from suara.steps._coding import CodedPost, code, codes_of, graph, languages_without_rules
from suara.steps._figures import Figure, figure, figures_listed
from suara.steps._importing import Imported, Report, import_files
from suara.steps._inspecting import draft_mapping, inspect
from suara.steps._measuring import (
    ENGINES,
    GDS_FROM,
    Communities,
    centrality,
    communities,
    response_groups,
    responses,
    topics,
)
from suara.steps._querying import Found, Words, crosstab, find, words
from suara.steps._running import Result, run
from suara.steps._showing import Status, draw_map, network, query, status
from suara.steps._storing import build, clear

__all__ = [
    "ENGINES",
    "GDS_FROM",
    "CheckedAgencies",
    "CodedPost",
    "Communities",
    "Figure",
    "Found",
    "Imported",
    "Report",
    "Result",
    "Status",
    "Words",
    "agencies_found",
    "agencies_listed",
    "build",
    "centrality",
    "check_agencies",
    "clear",
    "code",
    "codes_of",
    "communities",
    "crosstab",
    "draft_agencies",
    "draft_mapping",
    "draw_map",
    "figure",
    "figures_listed",
    "find",
    "graph",
    "import_files",
    "inspect",
    "languages_without_rules",
    "network",
    "new_agencies",
    "query",
    "registry",
    "response_groups",
    "responses",
    "run",
    "status",
    "topics",
    "words",
]
