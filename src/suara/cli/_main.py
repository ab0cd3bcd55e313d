"""The `suara` command: its commands, and how errors reach a person."""

from __future__ import annotations

import errno
import sys

import click

from suara.cli import (
    _agencies,
    _coding,
    _completion,
    _coordination,
    _demo,
    _discourse,
    _export,
    _figures,
    _measuring,
    _neo4j,
    _paths,
    _queries,
    _refi,
    _report,
    _responses,
    _review,
    _statements,
    _steps,
    _structure,
    _timeline,
)
from suara.cli._stages import Staged
from suara.cli.collect import collect
from suara.errors import SuaraError

EXIT_CODES = """\b
Exit codes:
  0  done                          6  an earlier step is needed first
  1  another error of suara        7  the graph store or a query
  2  the command isn't right       8  a file can't be written, a disk is full
  3  a file can't be read          9  a live source refuses or isn't reached
  4  the workspace               130  stopped; the same command completes it
  5  a codebook or setting       141  who read the output went away"""


@click.group(
    cls=Staged, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(package_name="suara", message="suara %(version)s")
@click.option("--debug", is_flag=True, help="Show where in the program an error arose.")
def cli(debug: bool) -> None:
    """Who speaks about public services, about what, to which agency, and does the agency answer, how fast?

    \b
    A guided tour, then the whole way in one command, and the map in a browser:
        suara demo
        suara run posts.jsonl keluhan.csv --out hasil/
        open hasil/map.html

    Each step is a command of its own on a workspace, which is found like git finds its repository. Tables go into files
    with --output, into other programs with --json; `suara COMMAND --help` has examples. Colours are off in pipes and where
    NO_COLOR is set.
    """


_PARTS = (
    _demo,
    _steps,
    _measuring,
    _responses,
    _paths,
    _timeline,
    _structure,
    _discourse,
    _figures,
    _report,
    _export,
    _coding,
    _queries,
    _review,
    _completion,
    _coordination,
)
_GROUPS = (collect, _agencies.agencies, _neo4j.neo4j, _refi.refi, _statements.statements)
for _command in (*(command for part in _PARTS for command in part.COMMANDS), *_GROUPS):
    cli.add_command(_command)


def main() -> None:
    """Run the command line: results on standard output; errors in one line on standard error, with an exit code."""
    debug = "--debug" in sys.argv
    try:
        cli(standalone_mode=False)
    except SuaraError as error:
        if debug:
            raise
        _leave(str(error), error.exit_code)
    except click.exceptions.Abort:
        _leave("stopped. What was finished is kept; the same command again completes it.", 130)
    except KeyboardInterrupt:
        _leave("stopped. What was finished is kept; the same command again completes it.", 130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except OSError as error:
        if debug:
            raise
        where = f"{error.filename}: " if error.filename else ""
        hint = "; make room, then the same command again completes it" if error.errno == errno.ENOSPC else ""
        _leave(f"{where}{error.strerror or error}{hint}", 8)


def _leave(message: str, code: int) -> None:
    for line in message.splitlines():
        click.echo(f"suara: {line}", err=True)
    sys.exit(code)
