"""The documentation is under test: its commands run, its Python runs, its links lead somewhere."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import nbformat
import pytest
from click.testing import CliRunner
from nbclient import NotebookClient

from suara.cli import cli
from suara.collect._telling import page

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = [README, *sorted(page for page in (ROOT / "docs").rglob("*.md") if "generated" not in page.parts)]


def blocks(document: Path, languages: str) -> list[tuple[str, str]]:
    """The blocks of a document in its order: their language, and what is in them."""
    text = document.read_text(encoding="utf-8")
    return re.findall(rf"^```({languages})\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def steps(document: Path) -> list[tuple[str, str]]:
    """What a reader does, in order: commands of suara, and Python."""
    found = []
    for language, text in blocks(document, "console|python"):
        if language == "python":
            found.append((language, text))
        else:
            found += [(language, line) for line in text.splitlines() if line.startswith("suara ")]
    return found


def test_readme_has_commands():
    """The next test isn't empty."""
    assert len(steps(README)) >= 5


@pytest.mark.parametrize("document", [page for page in PAGES if steps(page)], ids=lambda page: page.stem)
def test_what_documents_show_runs(document, here):
    """Each command and each piece of Python of a document, one after the other."""
    names: dict[str, object] = {}
    for language, text in steps(document):
        if language == "python":
            exec(compile(text, document.name, "exec"), names)
        else:
            done = CliRunner().invoke(cli, shlex.split(text, comments=True)[1:], catch_exceptions=False)
            assert done.exit_code == 0, f"{text}\n{done.output}"


INLINE = [(page, line) for page in PAGES for line in re.findall(r"`(suara [^`]+)`", page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("line", sorted({line for page, line in INLINE if page.parent.name == "from"}))
def test_commands_in_tables_are_there(line):
    """Each command with its options and arguments, as far as it is parsed; nothing is run."""
    name, arguments, command = "suara", shlex.split(line)[1:], cli
    while isinstance(command, click.Group):
        name, *arguments = arguments
        command = command.get_command(click.Context(command), name)
    assert command is not None, name
    if "--help" not in arguments:
        command.make_context(name, arguments)


def test_readme_settings_are_valid(here):
    """The TOML files of the README are taken."""
    agencies, codebook = (text for _, text in blocks(README, "toml"))
    (here / "agencies.toml").write_text(agencies)
    (here / "own.toml").write_text(codebook)
    arguments = ["code", "-w", "hasil", "--agencies", "agencies.toml", "--codebook", "own.toml"]

    assert CliRunner().invoke(cli, arguments, catch_exceptions=False).exit_code == 0


@pytest.mark.parametrize(
    "document", [*PAGES, *sorted(ROOT.glob("C*.md")), *sorted(ROOT.glob("*/README.md"))], ids=lambda p: p.name
)
def test_links_lead_somewhere(document):
    """Files that a document links to are there."""
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_site_builds(tmp_path):
    """Every page, every docstring of the reference and every link among them, without a warning."""
    build = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", ROOT / "docs", tmp_path]
    done = subprocess.run(build, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "suara.responses" in (tmp_path / "api.html").read_text(encoding="utf-8")
    assert "suara crosstab" in (tmp_path / "generated" / "commands.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.name)
def test_notebooks_run(path, here):
    """Every cell, without an error, in the notebook's own folder, where Jupyter begins."""
    folder = here / "notebooks"
    folder.mkdir()
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute()

    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert outputs
    assert [output for output in outputs if output.output_type == "error"] == []


def test_limits_of_the_docs_are_valid(here):
    """The limit of service in docs/responsiveness.md is taken."""
    page = (ROOT / "docs" / "responsiveness.md").read_text(encoding="utf-8")
    (limits,) = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (here / "ours.toml").write_text(limits)
    (command,) = re.findall(r"^    (suara .*)$", page, re.MULTILINE)

    assert CliRunner().invoke(cli, shlex.split(command)[1:], catch_exceptions=False).exit_code == 0


def test_what_sources_can_tell_is_up_to_date():
    """The page is what `python -m suara.collect._telling` prints."""
    assert (ROOT / "docs" / "sources.md").read_text() == page()
