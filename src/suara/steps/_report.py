"""The report: all that was found, in sentences, tables and figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from suara._files import whole
from suara._html import file
from suara.analyse.crosstab.attributes import TIMEZONE, Asked, attribute, check_timezone
from suara.analyse.crosstab.table import counted, tabulate
from suara.analyse.responses.tables import Responses, respond
from suara.errors import FileError, InputError
from suara.graph.build import COMPLAINTS, Graph
from suara.present import drawing, figures, heatmap
from suara.present.people import NAMES
from suara.present.report import cover, page, printing, sections
from suara.present.report.parts import Picture, Section
from suara.present.report.words import words_of
from suara.steps._coding import graph
from suara.steps._figures import _tables
from suara.steps._importing import Report, silent
from suara.steps._report_material import material_of, study_of
from suara.workspace import Workspace

ENDINGS = (".html", ".md", ".pdf")


@dataclass(frozen=True)
class Written:
    """A report that was written: the file, the figures beside it (of Markdown), and its sections."""

    path: Path
    figures: list[Path]
    sections: list[Section]

    def _repr_html_(self) -> str:
        return file(self.path, "Report", height=680)


def report(
    workspace: Workspace,
    path: str | Path | None = None,
    *,
    lang: str = "id",
    names: str = "public",
    title: str | None = None,
    timezone: str = TIMEZONE,
    examples: int = 3,
    report: Report = silent,
) -> Written:
    """Write what was found as a report: one page, Markdown with figures beside it, or PDF by a browser that is there.

    Args:
        workspace: the workspace.
        path: the file (.html, .md or .pdf); without it `report.html` in the workspace. The figures of `x.md` are in
            `x_figures/`.
        lang: the language of the report, "id" or "en".
        names: whose names are shown: "public" (agencies, media, verified and widely followed accounts), "all" or "none".
        title: its heading.
        timezone: where days and hours are counted.
        examples: how many posts are shown behind a finding; 0 for none.
        report: see `Report`.

    Raises:
        InputError: the ending of the file tells no format, there is no such time zone, or `names` or `examples` is wrong.
        FileError: the file can't be written, or there is no browser to print a PDF.
        NotYet: there are no posts.
    """
    target = workspace.root / "report.html" if path is None else Path(path)
    _check(target, names, examples, timezone)
    with workspace.lock():
        made = graph(workspace, report=report)
        report("what is known of answers", 0, 0)
        found = respond(made)
        pictures = _pictures(workspace, made, found, lang, names, timezone, report)
        report("writing the report", 0, 0)
        study = study_of(workspace, made, title, {"lang": lang, "names": names, "timezone": timezone})
        material = material_of(workspace, made, found, pictures, study, lang, names, timezone, examples)
    told = sections.written(material)
    return _write(target, cover.of(material), told, pictures, lang, report)


def _check(path: Path, names: str, examples: int, timezone: str) -> None:
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"{path} can't be a report: name a file that ends in {', '.join(ENDINGS)}")
    if names not in NAMES or examples < 0:
        raise InputError(f"names is one of {', '.join(NAMES)}, and examples not less than 0")
    check_timezone(timezone)
    if path.suffix.lower() == ".pdf":
        printing.browser()  # before the work


def _pictures(
    workspace: Workspace, made: Graph, found: Responses, lang: str, names: str, timezone: str, report: Report
) -> dict[str, Picture]:
    """The figures there are, and the crosstab of agencies and topics."""
    tables, drawn = _tables(workspace, made, found, lang, timezone, names), {}
    shown = [name for name in sections.figures_shown() if name in figures.names()]
    for i, name in enumerate(shown):
        report("drawing figures", i, len(shown))
        module = figures.figure(name)
        of = [tables[table]() for table in module.OF]
        wide, narrow = (module.chart(*of, lang=lang, wide=wide) for wide in (True, False))
        title, notes = drawing.heading(wide)
        both = ("", None) if figures.is_empty(wide) else (drawing.inline(wide), drawing.inline(narrow))
        drawn[name] = Picture(name, title, [" ".join(notes)], *both)
    crossed = _crosstab(made, lang, timezone)
    return drawn if crossed is None else drawn | {crossed.name: crossed}


def _crosstab(made: Graph, lang: str, timezone: str) -> Picture | None:
    """Which agencies are complained to about what; None where nothing is."""
    if COMPLAINTS not in made.tables["Codebook"]["name"].to_list():
        return None
    asked = Asked(made, timezone, lang)
    posts, left_out = counted(made, "complaints")
    rows, columns = attribute(asked, "agency"), attribute(asked, "topic")
    table = tabulate(posts, rows, columns, count="complaints", left_out=left_out)
    if table.table.is_empty():
        return None
    chart = heatmap.chart(table, "n", lang)
    words = words_of("topics", lang)
    notes = [words["crossed_note"], *drawing.heading(chart)[1][1:]]
    return Picture("agency_topic", words["crossed"], notes, drawing.inline(chart))


def _write(
    path: Path, of: page.Cover, told: list[Section], pictures: dict[str, Picture], lang: str, report: Report
) -> Written:
    """Write the file, and the figures beside Markdown."""
    form, beside = path.suffix.lower(), list[Path]()
    if form == ".pdf":
        report("printing", 0, 0)
        printing.pdf(page.html(of, told, lang, opened=True), path)
        return Written(path, beside, told)
    folder = path.with_name(f"{path.stem}_figures")
    try:
        if form == ".md":
            beside = _beside(folder, told)
        text = page.html(of, told, lang) if form == ".html" else page.markdown(of, told, lang, folder.name)
        with whole(path) as unfinished:
            unfinished.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileError(f"{path} can't be written: {error.strerror}") from None
    return Written(path, beside, told)


def _beside(folder: Path, told: list[Section]) -> list[Path]:
    """The figures of a report as files in a folder beside it."""
    shown = [part for section in told for part in section.parts if isinstance(part, Picture) and part.wide]
    folder.mkdir(exist_ok=True)
    paths = []
    for picture in shown:
        paths.append(folder / f"{picture.name}.svg")
        with whole(paths[-1]) as unfinished:
            unfinished.write_text(drawing.alone(picture.wide), encoding="utf-8")
    return paths
