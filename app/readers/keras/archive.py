"""A ``.keras`` file: a zip of the model's configuration and its weights.

Written by Keras 3, and by Keras 2 since 2.12; ``metadata.json`` says by which.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from app.errors import FileTooLarge, UnreadableFile, UnsupportedFormat, shorten
from app.readers.archive import Archive, is_zip
from app.readers.hdf5.file import open_hdf5
from app.readers.keras import notes as notes
from app.readers.keras.layers import flatten, is_model
from app.readers.keras.reading import assemble
from app.readers.keras.weights import GroupPlace, graph_of, others
from app.readers.reading import Leftover, Reading, Source

__all__ = ["followed", "load", "match", "parse"]

CONFIG, METADATA, WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
JSON_BYTES = 16 * 2**20
# What a configuration raises that has other types, or other names, than Keras writes.
_STRANGE = (KeyError, TypeError, AttributeError, ValueError, IndexError, OverflowError, RecursionError)
_AGAIN = "Save the network again: model.save('model.keras')."


def followed(load: Callable[[Source], Reading]) -> Callable[[Source], Reading]:
    """Let a reader refuse a configuration that is not as Keras writes it.

    Examples
    --------
    >>> followed(lambda source: {}["layers"])(Source(b""))
    Traceback (most recent call last):
    app.errors.UnreadableFile: the model's configuration cannot be followed: KeyError
    """

    @wraps(load)
    def checked(source: Source) -> Reading:
        try:
            return load(source)
        except _STRANGE as error:
            raise UnreadableFile(
                f"the model's configuration cannot be followed: {type(error).__name__}", hint=_AGAIN
            ) from error

    return checked


def match(source: Source) -> bool:
    """Whether this is a zip that holds weights under Keras' name.

    Examples
    --------
    >>> match(Source(b"PK...model.weights.h5")), match(Source(b"PK" + bytes([3, 4]) + b"model.weights.h5"))
    (False, True)
    """
    return is_zip(source) and b"model.weights.h5" in source.content


@followed
def load(source: Source) -> Reading:
    """Read a ``.keras`` file.

    Raises
    ------
    UnreadableFile, FileTooLarge
        When it is damaged or over the limits.
    UnsupportedFormat
        When its weights are cut into several files.
    NoRecurrentLayer, UnsupportedNetwork
        When there is no recurrent layer that can be run.
    """
    archive = Archive(source)
    for name in (CONFIG, WEIGHTS):
        if name not in archive:
            raise UnsupportedFormat(
                f"the zip has no {name}; it holds {shorten(list(archive.names)[:6])}",
                hint="Save the network in one file: model.save('model.keras').",
            )
    model = parse(_text(archive, CONFIG), CONFIG)
    metadata = parse(_text(archive, METADATA), METADATA) if METADATA in archive else {}
    version = str(metadata.get("keras_version", "3"))
    root = open_hdf5(archive.read(WEIGHTS), source.limits)
    rest = [Leftover(name, None, "used for training only") for name in others(root)]
    # A vocabulary may be there twice, for a layer and the one inside it.
    assets = sorted((name for name in archive.names if name.startswith("assets/")), key=len)
    rest += [Leftover(name, None, "not read") for name in assets if not name.endswith("/vocabulary.txt")][:20]

    def asset(last: str) -> str | None:
        found = next((name for name in assets if name.endswith(f"/{last}")), None)
        return None if found is None else _text(archive, found).decode()

    if not is_model(model):
        return assemble("keras", graph_of(root, version), version, others=rest, remarks=[notes.nowhere()])
    graph = flatten(model, GroupPlace(root), source.limits.tensors)
    return assemble("keras", graph, version, others=rest, asset=asset)


def _text(archive: Archive, name: str) -> bytes:
    if archive.size(name) > JSON_BYTES:
        raise FileTooLarge(
            f"{name} would unpack to {archive.size(name):,} bytes; {JSON_BYTES:,} are the limit", hint=_AGAIN
        )
    return archive.read(name)


def parse(text: bytes | str, name: str) -> dict[str, Any]:
    """A JSON object of a file.

    Raises
    ------
    UnreadableFile
        When it is no JSON, no object, or nested too deeply.

    Examples
    --------
    >>> parse('{"class_name": "Sequential"}', "config.json")
    {'class_name': 'Sequential'}
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{name} of the model is no JSON that can be read", hint=_AGAIN) from error
    if not isinstance(found, dict):
        raise UnreadableFile(f"{name} of the model is {shorten(found)}, not an object", hint=_AGAIN)
    return found
