"""Every command tells how it is used, by examples that run."""

import shlex
from collections.abc import Iterator

import click
import polars as pl
import pytest
from click.testing import CliRunner

from suara.cli import cli

FAR = ("collect", "neo4j")  # commands that need a platform or a server; tests of their own run them against local ones


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """All commands with their names, groups too."""
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


ALL = dict(commands(cli))
NEAR = {path: command for path, command in ALL.items() if path[0] not in FAR}


def examples(command: click.Command) -> list[str]:
    """The command lines below "Example:"."""
    _, _, below = (command.help or "").partition("Example:")
    lines = (line.strip().removeprefix("SUARA_STORE=neo4j://neo4j@localhost:7687 ") for line in below.splitlines())
    return [line for line in lines if line.startswith("suara ")]


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_has_help_and_an_example(path):
    """What it does in a sentence, and how it is called."""
    assert (ALL[path].help or "").strip()
    assert examples(ALL[path])
    assert all(shlex.split(line)[1 : len(path) + 1][0] == path[0] for line in examples(ALL[path]))


def marked_sample() -> None:
    """A sample.csv that somebody has marked."""
    CliRunner().invoke(cli, ["review", "--output", "sample.csv", "--workspace", "hasil"], catch_exceptions=False)
    sample = pl.read_csv("sample.csv", infer_schema=False)
    sample.with_columns(reviewed=pl.lit("1"), coder=pl.lit("ani")).write_csv("sample.csv")


@pytest.mark.parametrize("path", NEAR, ids=" ".join)
def test_examples_run(path, here):
    """Each line, one after the other, in a folder with the sample and its workspace."""
    (here / "own.toml").unlink(missing_ok=True)
    if path in (("review",), ("code",)):
        marked_sample()
    if path in (("codebook", "check"),):
        CliRunner().invoke(cli, ["codebook", "new", "own.toml"], catch_exceptions=False)
    if path in (("coordination",),):
        export = ["export", "shares.csv", "--what", "shares", "--workspace", "hasil"]
        CliRunner().invoke(cli, export, catch_exceptions=False)
    for line in examples(NEAR[path]):
        done = CliRunner().invoke(cli, shlex.split(line)[1:], catch_exceptions=False)
        assert done.exit_code == 0, f"{line}\n{done.output}"
