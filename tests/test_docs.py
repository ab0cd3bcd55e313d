"""The documentation is under test: its commands run, its Python runs, its links lead somewhere."""

import re
import shlex
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from nbclient import NotebookClient

from suara.cli import cli
from suara.collect._telling import page

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


COMMANDS = [line for block in blocks("console") for line in block.splitlines() if line.startswith("suara ")]


def test_readme_has_commands():
    """The next test isn't empty."""
    assert len(COMMANDS) >= 5


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_commands_run(command, here):
    """Each command of the README."""
    done = CliRunner().invoke(cli, shlex.split(command)[1:], catch_exceptions=False)

    assert done.exit_code == 0, done.output


def test_readme_python_runs(here):
    """The Python of the README."""
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})


def test_readme_settings_are_valid(here):
    """The TOML files of the README are taken."""
    agencies, codebook = blocks("toml")
    (here / "agencies.toml").write_text(agencies)
    (here / "own.toml").write_text(codebook)
    arguments = ["code", "-w", "hasil", "--agencies", "agencies.toml", "--codebook", "own.toml"]

    assert CliRunner().invoke(cli, arguments, catch_exceptions=False).exit_code == 0


@pytest.mark.parametrize("document", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("*/README.md")), ids=lambda p: p.name)
def test_links_lead_somewhere(document):
    """Files that a document links to are there."""
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda p: p.name)
def test_notebooks_run(path, here):
    """Every cell, without an error."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(here)}}).execute()

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
