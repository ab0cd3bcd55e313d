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
from suara.steps._coding import CodedPost, code, codes_of, graph, languages_without_rules, replaced_agencies
from suara.steps._coordination import (
    RANKINGS,
    Coordination,
    CoordinationInFile,
    both_ways,
    coordination,
    coordination_in_file,
    without_coordinated,
)
from suara.steps._course import MOST as MOST_ACTORS
from suara.steps._course import course, draw_course, export_course
from suara.steps._discourse import NETWORKS, Discourse, discourse, discourse_in_file, discourse_of
from suara.steps._discourse_stored import Kept, keep_agreement
from suara.steps._drawing import Figure
from suara.steps._equity import Compared, Sooner, compare_responses, equity
from suara.steps._exporting import SHARES, ExportedNetwork, ExportedShares, export, export_shares, node_link
from suara.steps._figures import figure, figures_listed
from suara.steps._importing import Imported, Report, import_files
from suara.steps._inspecting import draft_mapping, inspect
from suara.steps._learning import learning
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
from suara.steps._paths import Paths, paths
from suara.steps._querying import Found, Words, crosstab, find, words
from suara.steps._refi import export_codebook, export_project, import_codebook, import_project, read_codebook
from suara.steps._report import Written, report
from suara.steps._reviewing import (
    STRATA,
    ReadBack,
    ReviewReport,
    Sample,
    decide,
    draw_sample,
    read_reviewed,
    report_review,
    undecided,
)
from suara.steps._running import Result, run
from suara.steps._showing import Status, draw_map, network, query, status
from suara.steps._statement_files import StatementsExported, StatementsImported, export_statements, import_statements
from suara.steps._statements import QUALIFIERS, statements
from suara.steps._statements_stored import keep_statements
from suara.steps._storing import build, clear
from suara.steps._structure import draw_dendrogram, keep_coalitions, structure
from suara.steps._structured import Structure
from suara.steps._timeline import draw_timeline, timeline

__all__ = [
    "ENGINES",
    "GDS_FROM",
    "MOST_ACTORS",
    "NETWORKS",
    "QUALIFIERS",
    "RANKINGS",
    "SHARES",
    "STRATA",
    "CheckedAgencies",
    "CodedPost",
    "Communities",
    "Compared",
    "Coordination",
    "CoordinationInFile",
    "Discourse",
    "ExportedNetwork",
    "ExportedShares",
    "Figure",
    "Found",
    "Imported",
    "Kept",
    "Paths",
    "ReadBack",
    "Report",
    "Result",
    "ReviewReport",
    "Sample",
    "Sooner",
    "StatementsExported",
    "StatementsImported",
    "Status",
    "Structure",
    "Words",
    "Written",
    "agencies_found",
    "agencies_listed",
    "both_ways",
    "build",
    "centrality",
    "check_agencies",
    "clear",
    "code",
    "codes_of",
    "communities",
    "compare_responses",
    "coordination",
    "coordination_in_file",
    "course",
    "crosstab",
    "decide",
    "discourse",
    "discourse_in_file",
    "discourse_of",
    "draft_agencies",
    "draft_mapping",
    "draw_course",
    "draw_dendrogram",
    "draw_map",
    "draw_sample",
    "draw_timeline",
    "equity",
    "export",
    "export_codebook",
    "export_course",
    "export_project",
    "export_shares",
    "export_statements",
    "figure",
    "figures_listed",
    "find",
    "graph",
    "import_codebook",
    "import_files",
    "import_project",
    "import_statements",
    "inspect",
    "keep_agreement",
    "keep_coalitions",
    "keep_statements",
    "languages_without_rules",
    "learning",
    "network",
    "new_agencies",
    "node_link",
    "paths",
    "query",
    "read_codebook",
    "read_reviewed",
    "registry",
    "replaced_agencies",
    "report",
    "report_review",
    "response_groups",
    "responses",
    "run",
    "statements",
    "status",
    "structure",
    "timeline",
    "topics",
    "undecided",
    "without_coordinated",
    "words",
]
