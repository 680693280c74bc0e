"""Command line: serve (the default), models, inspect, trace."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from app.commands import inspect, models, serve, trace
from app.commands.asking import Refusal
from app.errors import GatescopeError
from app.settings import Settings

__all__ = ["main"]

Run = Callable[[Settings, argparse.Namespace], int]

_COMMANDS = {
    "serve": (serve, "serve the page and the API (the default)"),
    "models": (models, "list the bundled networks"),
    "inspect": (inspect, "tell what the file of a network holds"),
    "trace": (trace, "run a network on a sequence and print its states"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 0, or 1 when it was refused."""
    settings = Settings()
    options = _parser(settings).parse_args(arguments)
    run: Run = _COMMANDS[options.command][0].run
    try:
        return run(settings, options)
    except GatescopeError as error:
        print(f"{error.message}\n{error.hint}", file=sys.stderr)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
    return 1


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m app", description="Show what the gates of a recurrent network do."
    )
    parser.set_defaults(command="serve")
    serve.add_arguments(parser, settings)
    subparsers = parser.add_subparsers(title="commands", metavar=" | ".join(_COMMANDS))
    for name, (command, words) in _COMMANDS.items():
        below = subparsers.add_parser(name, help=words)
        command.add_arguments(below, settings)
        below.set_defaults(command=name)
    return parser


if __name__ == "__main__":
    sys.exit(main())
