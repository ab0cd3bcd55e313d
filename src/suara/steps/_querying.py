"""Questions to the coded posts: what goes together with what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from suara.analyse.crosstab.attributes import TIMEZONE, Asked, attribute, chosen
from suara.analyse.crosstab.table import COUNTS, SHOWN, Crosstab, counted, tabulate
from suara.errors import InputError
from suara.steps._coding import graph
from suara.steps._importing import Report, silent
from suara.steps._measuring import members_held
from suara.workspace import Workspace


def crosstab(
    workspace: Workspace,
    rows: str,
    columns: str,
    *,
    count: str = "posts",
    where: Sequence[str] = (),
    timezone: str = TIMEZONE,
    lang: str = "id",
    figure: str | Path | None = None,
    show: str = "counts",
    report: Report = silent,
) -> Crosstab:
    """Two attributes of the posts against each other; see `suara.analyse.crosstab.table.tabulate`.

    Args:
        workspace: the workspace.
        rows: an attribute; see `suara.analyse.crosstab.attributes.attribute` for those there are.
        columns: another, or the same.
        count: "posts" (all but reposts), "complaints", or "accounts" (who wrote the posts).
        where: conditions that the posts fulfil, as in `agency=kai`; all of them.
        timezone: where days and hours are counted.
        lang: the language of labels, "id" or "en".
        figure: a file for a heat map (.svg, .html or .png).
        show: what the heat map shows: "counts", "rows", "columns" or "residuals".
        report: see `Report`.

    Raises:
        InputError: an attribute, a condition, the time zone or the ending of the figure is unknown.
        NotYet: there are no posts.
    """
    if count not in COUNTS or show not in SHOWN:
        raise InputError(f"count is one of {', '.join(COUNTS)}, and show one of {', '.join(SHOWN)}")
    if figure is not None:
        from suara.present import heatmap

        heatmap.check(Path(figure))
    asked = _asked(workspace, [rows, columns, *where], timezone, lang, report)
    report("counting", 0, 0)
    posts, left_out = counted(asked.graph, count)
    posts = posts.join(chosen(asked, where), on="post", how="semi", maintain_order="left")
    made = tabulate(posts, attribute(asked, rows), attribute(asked, columns), count=count, left_out=left_out)
    if figure is not None:
        report("drawing the heat map", 0, 0)
        heatmap.draw(made, Path(figure), show=show, lang=lang)
    return made


def _asked(workspace: Workspace, names: Sequence[str], timezone: str, lang: str, report: Report) -> Asked:
    """The graph, and the communities if they are asked for."""
    made = graph(workspace, report=report)
    community = any(name.partition("=")[0] == "community" for name in names)
    return Asked(made, timezone, lang, members_held(workspace, made) if community else None)
