"""The command line as a whole: its stages, its exit codes, its JSON, completion, and the tour."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from suara import errors
from suara.cli import cli
from suara.cli._completion import SHELLS
from suara.cli._stages import OTHER, STAGES


def invoked(*arguments: object):
    """A command in this process."""
    return CliRunner().invoke(cli, [*map(str, arguments)], catch_exceptions=False)


def walk(command: click.Command, path: tuple[str, ...] = ()):
    """All commands that aren't groups, by their names."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from walk(command.get_command(context, name), (*path, name))
    else:
        yield path, command


COMMANDS = dict(walk(cli))


def test_help_lists_commands_by_stage():
    """Each command stands in one stage, and in its order there."""
    shown = invoked("--help").output
    named = [name for names in STAGES.values() for name in names]

    assert len(named) == len(set(named))
    assert set(cli.commands) <= set(named)
    assert f"\n{OTHER}:" not in shown
    for stage, names in STAGES.items():
        section = shown.partition(f"\n{stage}:\n")[2].partition("\n\n")[0]
        assert re.findall(r"^  (\S+)", section, re.M) == [name for name in names if name in cli.commands]


def test_help_documents_the_exit_codes_there_are():
    """Those of the tree of errors, and of Click, the shell, and files."""
    told = {int(code) for code in re.findall(r"(?<!\S)(\d{1,3})  \S", cli.epilog)}
    raised = {thing.exit_code for thing in vars(errors).values() if isinstance(thing, type)}

    assert told == raised | {0, 2, 8, 130, 141}


TALKING = {("completion",), ("demo",)}  # a script for a shell, and a tour: neither has a result of its own
LIVE = {path for path in COMMANDS if path[0] == "collect"}  # they report on what goes on


@pytest.mark.parametrize("path", sorted(COMMANDS.keys() - TALKING - LIVE), ids=" ".join)
def test_every_command_tells_programs_as_json(path):
    """By --json."""
    assert any("--json" in option.opts for option in COMMANDS[path].params)


@pytest.mark.parametrize(
    "line",
    [
        "status --workspace hasil",
        "build --workspace hasil",
        "map --workspace hasil",
        "topics --workspace hasil",
        "responses --workspace hasil",
        "figure list",
        "figure waiting --workspace hasil",
        "query hand_offs --workspace hasil",
        "inspect sample/keluhan.csv",
        "import sample/keluhan.csv --workspace hasil",
        "agencies new own_agencies.toml",
        "codebook new own_book.toml",
        "refi export a.qdpx --workspace hasil",
    ],
)
def test_json_is_json(line, here):
    """And nothing else is on standard output."""
    done = subprocess.run(
        [sys.executable, "-m", "suara", *shlex.split(line), "--json"], capture_output=True, check=True, cwd=here
    )

    assert json.loads(done.stdout)


def test_import_tells_programs_what_became_of_each_record(here):
    """read = imported + duplicates + rejected."""
    told = json.loads(invoked("import", "sample/keluhan.csv", "--workspace", "neu", "--json").output)

    (tally,) = told["files"].values()
    assert tally["read"] == tally["imported"] + tally["duplicates"] + tally["rejected"] == 1086


def test_json_and_another_format_contradict_each_other(here):
    """It is said, not guessed."""
    done = invoked("topics", "--workspace", "hasil", "--json", "--format", "csv")

    assert done.exit_code == 2
    assert "leave one out" in done.output


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_scripts_name_the_command(shell):
    """What a shell reads."""
    assert "_SUARA_COMPLETE" in invoked("completion", shell).output


def test_completion_completes():
    """As a shell asks for it."""
    asked = {**os.environ, "_SUARA_COMPLETE": "bash_complete", "COMP_WORDS": "suara topi", "COMP_CWORD": "1"}
    done = subprocess.run([Path(sys.executable).parent / "suara"], capture_output=True, text=True, env=asked)

    assert done.stdout.split() == ["plain,topics"]


def test_no_colours_in_pipes(here):
    """Nor control characters of any kind."""
    done = subprocess.run(
        [sys.executable, "-m", "suara", "topics", "--workspace", "hasil"], capture_output=True, check=True, cwd=here
    )

    assert b"\x1b" not in done.stdout + done.stderr


def test_demo_is_a_tour(here):
    """Each step says what it is for, shows its command, and runs."""
    done = invoked("demo", "--yes", "--out", "demo")

    assert done.exit_code == 0
    lines = re.findall(r"^\$ suara (\S+)", done.output, re.M)
    assert lines[0] == "run"
    assert len(set(lines)) >= 5
    assert (here / "demo" / "map.html").is_file()
    assert "open demo/map.html" in done.output


def test_start_loads_no_heavy_library():
    """What only some commands need is loaded by them."""
    heavy = "altair sklearn igraph networkit networkx pyvis ruptures neo4j scipy.cluster scipy.optimize scipy.stats"
    program = f"import sys, suara.cli._main; print([m for m in {heavy.split()} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
