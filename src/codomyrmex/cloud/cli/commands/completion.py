"""``cmx completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from codomyrmex.cloud.cli.options import output_options
from codomyrmex.cloud.cli.session import Session


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@output_options
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes commands and options in a shell.

    \b
    bash:  echo 'eval "$(cmx completion bash)"' >> ~/.bashrc
    zsh:   echo 'eval "$(cmx completion zsh)"' >> ~/.zshrc
    fish:  cmx completion fish > ~/.config/fish/completions/cmx.fish

    JSON: one object: shell, script.
    """
    session: Session = context.obj
    complete = get_completion_class(shell)
    assert complete is not None, "every choice of the argument has one"  # noqa: S101
    script = complete(context.find_root().command, {}, "cmx", "_CMX_COMPLETE").source()
    session.show({"shell": shell, "script": script}, script.rstrip("\n"))
