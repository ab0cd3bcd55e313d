"""Completion of commands, options and values in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print what lets a shell complete commands, options and values with the tab key.

    \b
    In ~/.bashrc:                    eval "$(suara completion bash)"
    In ~/.zshrc:                     eval "$(suara completion zsh)"
    In ~/.config/fish/config.fish:   suara completion fish | source

    \b
    Example:
        suara completion bash
    """
    found = get_completion_class(shell)
    assert found is not None, shell  # noqa: S101 - click knows each of SHELLS
    root = click.get_current_context().find_root().command
    click.echo(found(root, {}, "suara", "_SUARA_COMPLETE").source())


COMMANDS = (completion,)
