"""Command line: serve (the default), models, trace."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Iterator, Sequence

import uvicorn

from app.api.encode import Answer, encode_json, make_answer
from app.errors import GatescopeError
from app.main import create_app
from app.registry import Registry
from app.settings import Settings
from app.trace import run

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 0, or 1 when it was refused."""
    settings = Settings()
    options = _parser(settings).parse_args(arguments)
    commands = {"serve": _serve, "models": _models, "trace": _trace}
    try:
        commands[options.command](settings, options)
    except GatescopeError as error:
        print(f"{error.message}\n{error.hint}", file=sys.stderr)
        return 1
    return 0


def _parser(settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app", description="Show what the gates of an LSTM do.")
    parser.set_defaults(command="serve")
    _add_address(parser, settings)
    commands = parser.add_subparsers(title="commands", metavar="serve | models | trace")
    serve = commands.add_parser("serve", help="serve the page and the API (the default)")
    _add_address(serve, settings)
    serve.set_defaults(command="serve")
    models = commands.add_parser("models", help="list the networks")
    models.set_defaults(command="models")
    trace = commands.add_parser("trace", help="run a network on a text and print its states")
    trace.add_argument("--model", default=settings.default_model, help="id of a network (%(default)s)")
    trace.add_argument("--text", required=True, help="the sequence")
    trace.add_argument("--json", action="store_true", help="print what POST /api/v1/traces answers")
    trace.set_defaults(command="trace")
    return parser


def _add_address(parser: argparse.ArgumentParser, settings: Settings) -> None:
    parser.add_argument("--host", default=settings.host, help="address to listen on (%(default)s)")
    parser.add_argument("--port", default=settings.port, type=int, help="TCP port (%(default)s)")


def _serve(settings: Settings, options: argparse.Namespace) -> None:
    hosts = settings.trusted_hosts
    if options.host not in hosts and options.host not in ("0.0.0.0", "::"):  # noqa: S104  # compared, not bound
        hosts = (*hosts, options.host)
    chosen = settings.model_copy(update={"trusted_hosts": hosts})
    app = create_app(chosen)
    # What exists now stays: the collector need not walk through it whenever a large body is read.
    gc.freeze()
    print(f"Gatescope: http://{options.host}:{options.port}", flush=True)
    uvicorn.run(
        app,
        host=options.host,
        port=options.port,
        # h11 bounds its headers; the faster parser takes a header of any size.
        http="h11",
        ws="none",
        h11_max_incomplete_event_size=settings.header_bytes,
        timeout_keep_alive=settings.keep_alive_seconds,
        timeout_graceful_shutdown=settings.shutdown_seconds,
        server_header=False,
    )


def _models(settings: Settings, _: argparse.Namespace) -> None:
    registry = Registry(settings.zoo_folder, first=settings.default_model, order=settings.model_order)
    for network in registry.list():
        stack = network.stacks[0]
        size = f"{stack.cell}, {stack.depth} x {stack.hidden_size} units, {stack.parameters} weights"
        print(f"{network.id:<12} {network.title} ({size}; reads {network.encoder.kind})")


def _trace(settings: Settings, options: argparse.Namespace) -> None:
    network = Registry(settings.zoo_folder, first=settings.default_model).get(options.model)
    # A terminal may hand over bytes that are not UTF-8, which no answer could carry.
    encoded = network.encoder.encode_text(options.text.encode("utf-8", "replace").decode())
    stack = network.stacks[0]
    answer = make_answer(network, stack, run(stack, encoded.values), encoded.tokens)
    if options.json:
        print(encode_json(answer, in_base64=False).decode())
    else:
        print("\n".join(_table(answer)))


def _table(answer: Answer) -> Iterator[str]:
    """Every unit of the last layer, step by step."""
    layer = answer.trace.layers[-1]
    names = list(layer.channels)
    yield f"{'step':>4} {'token':<14} {'unit':>4} " + " ".join(f"{name:>12}" for name in names)
    for step, token in enumerate(answer.tokens or ()):
        for unit in layer.units:
            values = (layer.channels[name] for name in names)
            numbers = " ".join(f"{array[step, unit]:>12.4f}" for array in values)
            yield f"{step:>4} {token.text[:14]:<14} {unit:>4} {numbers}"
        if answer.predictions is not None:
            row = ", ".join(f"{value:.4f}" for value in answer.predictions[step])
            yield f"     prediction after {token.text!r}: {row}"


if __name__ == "__main__":
    sys.exit(main())
