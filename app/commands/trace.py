"""``trace``: run a bundled network, or the network in a file, on a sequence and print its states."""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from app.commands.asking import Api, Refusal, api
from app.settings import Settings

__all__ = ["add_arguments", "run"]

_FORMS = {"json": "application/json", "csv": "text/csv", "npz": "application/x-npz"}


def add_arguments(parser: argparse.ArgumentParser, settings: Settings) -> None:
    """The network, the sequence, what to decide, and the form of the answer."""
    parser.add_argument("file", nargs="?", type=Path, help="file of a trained network (see docs/formats.md)")
    parser.add_argument("--model", default=settings.default_model, help="id of a bundled one (%(default)s)")
    sequence = parser.add_mutually_exclusive_group(required=True)
    sequence.add_argument("--text", help="the sequence as text")
    sequence.add_argument("--tokens", nargs="+", metavar="TOKEN", help="as tokens")
    sequence.add_argument("--token-ids", nargs="+", type=int, metavar="ID", help="as numbers of tokens")
    sequence.add_argument("--values", type=Path, metavar="FILE", help="as numbers: CSV or JSON, a row a step")
    parser.add_argument("--stack", help="which recurrent part, where there are several")
    parser.add_argument("--vocabulary", type=Path, metavar="FILE", help="JSON: a list of entries, or a map")
    parser.add_argument("--embedding", metavar="NAME", help="the embedding to read through")
    parser.add_argument("--output", metavar="NAME=KIND", help="the output layer: softmax, sigmoid or linear")
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="what the file leaves open, such as recurrent_activation=sigmoid",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--json", dest="form", action="store_const", const="json", help="print the API's answer"
    )
    form.add_argument("--csv", dest="form", action="store_const", const="csv", help="print a long table")
    form.add_argument("--npz", type=Path, metavar="FILE", help="write arrays to a file")


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Print the trace, or write it."""
    if options.npz is not None:
        options.form = "npz"
    body = asyncio.run(_ask(settings, options))
    if options.form is None:
        print("\n".join(_table(json.loads(body))))
    elif options.npz is not None:
        options.npz.write_bytes(body)
    else:
        sys.stdout.write(body.decode().rstrip() + "\n")
    return 0


async def _ask(settings: Settings, options: argparse.Namespace) -> bytes:
    async with api(settings) as asked:
        model = options.model
        if options.file is not None:
            model = await asked.open_file(options.file)
            await _decide(asked, model, options)
        request = {"model": model, **_sequence(options)}
        if options.stack is not None:
            request["stack"] = options.stack
        headers = {"Accept": _FORMS[options.form or "json"]}
        return (await asked.ask("POST", "/traces", json=request, headers=headers)).content


async def _decide(asked: Api, model: str, options: argparse.Namespace) -> None:
    """Pass on what the file does not say."""
    choices: dict[str, Any] = {}
    if options.embedding is not None:
        choices["embedding"] = options.embedding
    if options.output is not None:
        name, _, kind = options.output.rpartition("=")
        choices["output"] = {"name": name or kind, "kind": kind if name else "linear"}
    if options.option:
        stack = options.stack or (await asked.ask("GET", f"/models/{model}")).json()["stacks"][0]["name"]
        pairs = (pair.partition("=")[::2] for pair in options.option)
        choices["options"] = {stack: {name: _value(text) for name, text in pairs}}
    if choices:
        await asked.ask("PUT", f"/models/{model}/choices", json=choices)
    if options.vocabulary is not None:
        vocabulary = _json(options.vocabulary)
        await asked.ask("PUT", f"/models/{model}/vocabulary", json=vocabulary)


def _sequence(options: argparse.Namespace) -> dict[str, Any]:
    if options.values is not None:
        return {"values": _rows(options.values)}
    # A terminal may hand over bytes that are not UTF-8, which no request could carry.
    if options.text is not None:
        return {"text": _clean(options.text)}
    if options.tokens is not None:
        return {"tokens": [_clean(token) for token in options.tokens]}
    return {"token_ids": options.token_ids}


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _value(text: str) -> str | bool:
    return {"true": True, "false": False}.get(text, text)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Refusal(f"{path} cannot be read as JSON: {error}") from error


def _rows(path: Path) -> list[list[float]]:
    """Numbers of a file, a row a step; a header line of CSV is passed over."""
    if path.suffix == ".json":
        rows: list[list[float]] = _json(path)
        return rows
    try:
        lines = [line for line in csv.reader(path.read_text("utf-8-sig").splitlines()) if line]
    except (OSError, ValueError) as error:
        raise Refusal(f"{path} cannot be read: {error}") from error
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found.append([float(cell) for cell in line])
        except ValueError as error:
            if number > 1:
                raise Refusal(f"line {number} of {path} holds no row of numbers: {error}") from error
    return found


def _table(answer: Mapping[str, Any]) -> Iterator[str]:
    """Every unit of the last layer, step by step; a line for each direction."""
    top = answer["layers"][-1]["index"]
    last = [layer for layer in answer["layers"] if layer["index"] == top]
    names = [name for name, part in last[0].items() if isinstance(part, list) and name != "units"]
    arrays = {layer["direction"]: {name: np.asarray(layer[name]) for name in names} for layer in last}
    said = answer["predictions"]
    yield f"{'step':>4} {'token':<14} {'unit':>5} " + " ".join(f"{name:>12}" for name in names)
    for step in range(answer["length"]):
        token = answer["tokens"][step]["text"] if answer["tokens"] else ""
        for layer in last:
            side = "←" if layer["direction"] == "backward" else ""
            for unit in layer["units"]:
                columns = (arrays[layer["direction"]][name] for name in names)
                numbers = " ".join(
                    f"{rows[step, unit]:>12.4f}" if unit < rows.shape[1] else " " * 12 for rows in columns
                )
                yield f"{step:>4} {token[:14]:<14} {side}{unit:>{5 - len(side)}} {numbers}"
        if said is not None:
            row = ", ".join(f"{value:.4f}" for value in said["values"][step])
            yield f"     prediction after {token!r}: {row}"
