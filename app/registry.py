"""The networks that requests can name, read from the zoo once.

A bundled network is two files, ``<id>.safetensors`` and ``<id>.json`` (its card). Its
digest is the SHA-256 of both, one after the other: the vocabulary in the card decides
what the weights mean.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

from app.encoders import Encoder, ValuesEncoder, VocabularyEncoder
from app.errors import BrokenModel, GatescopeError, UnknownModel, shorten
from app.heads import Head
from app.network import Network, digest_of
from app.weights import CellWeights, Stack

__all__ = ["Registry", "read_network"]

Array = NDArray[Any]


class Registry:
    """The bundled networks, read once.

    Parameters
    ----------
    folder : Path
        Holds the files of the zoo; may be empty.
    first : str
        Id of the network that is listed first.
    order : sequence of str
        Ids in the order in which they follow; those that are not named come last, by name.

    Raises
    ------
    BrokenModel
        When a file of the zoo cannot be read.
    """

    def __init__(self, folder: Path, *, first: str, order: Sequence[str] = ()) -> None:
        networks = [read_network(path) for path in sorted(folder.glob("*.safetensors"))]
        wanted = (first, *order)
        networks.sort(key=lambda one: wanted.index(one.id) if one.id in wanted else len(wanted))
        self._networks = {network.id: network for network in networks}

    def list(self) -> tuple[Network, ...]:
        """All networks, the default one first, the others in their order."""
        return tuple(self._networks.values())

    def get(self, identifier: str) -> Network:
        """One network.

        Raises
        ------
        UnknownModel
            When there is none of that id; the hint lists some that exist.
        """
        try:
            return self._networks[identifier]
        except KeyError:
            names = ", ".join(list(self._networks)[:12])
            raise UnknownModel(
                f"there is no network {shorten(identifier)}",
                hint=f"Choose one of: {names}." if names else "No network is installed.",
            ) from None


def read_network(path: Path) -> Network:
    """Read a bundled network and its card.

    Parameters
    ----------
    path : Path
        The ``.safetensors`` file; the card lies beside it.

    Returns
    -------
    Network

    Raises
    ------
    BrokenModel
        Names the file and what is missing.
    """
    try:
        content = path.read_bytes()
        text = path.with_suffix(".json").read_bytes()
        card = json.loads(text)
        tensors = load(content)
        stacks = (_read_stack(card["stack"], tensors),)
        return Network(
            id=card["id"],
            title=_english(card["title"]),
            source="bundled",
            digest=digest_of(content, text),
            format="safetensors",
            file_size=len(content),
            stacks=stacks,
            encoder=_read_encoder(card["input"], tensors, stacks[0]),
            head=_read_head(card.get("head"), tensors, stacks[0]),
            card=card,
        )
    except (OSError, ValueError, KeyError, TypeError, SafetensorError, GatescopeError) as error:
        raise BrokenModel(
            f"the network in {path.name} cannot be read: {shorten(error, 120)}",
            hint=f"Make it again: python -m app.training {path.stem}",
        ) from error


def _english(words: str | Mapping[str, str]) -> str:
    return words if isinstance(words, str) else words["en"]


def _read_stack(described: Mapping[str, Any], tensors: Mapping[str, Array]) -> Stack:
    name = described["name"]
    layers: list[tuple[CellWeights, ...]] = []
    while f"{name}.{len(layers)}.forward.W_x" in tensors:
        prefix = f"{name}.{len(layers)}."
        directions = [d for d in ("forward", "backward") if f"{prefix}{d}.W_x" in tensors]
        layers.append(
            tuple(
                CellWeights(
                    W_x=tensors[f"{prefix}{direction}.W_x"],
                    W_h=tensors[f"{prefix}{direction}.W_h"],
                    b=tensors[f"{prefix}{direction}.b"],
                    **{name: tensors.get(f"{prefix}{direction}.{name}") for name in ("W_p", "W_c", "b_h")},
                )
                for direction in directions
            )
        )
    return Stack(name, described["cell"], tuple(layers), described.get("options", {}))


def _read_encoder(described: Mapping[str, Any], tensors: Mapping[str, Array], stack: Stack) -> Encoder:
    labels = described.get("labels")
    names = None if labels is None else tuple(labels)
    if described["kind"] == "values":
        return ValuesEncoder(stack.input_size, names)
    vocabulary, vectors = tuple(described["vocabulary"]), tensors["encoder.vectors"]
    _expect(vectors.shape, (len(vocabulary), stack.input_size), "encoder.vectors")
    return VocabularyEncoder(described["kind"], vocabulary, vectors, names)


def _read_head(
    described: Mapping[str, Any] | None, tensors: Mapping[str, Array], stack: Stack
) -> Head | None:
    if described is None:
        return None
    labels = described.get("labels")
    head = Head(
        described["kind"],
        tensors["head.W"],
        tensors["head.b"],
        None if labels is None else tuple(labels),
    )
    _expect(head.W.shape, (head.size, stack.output_size), "head.W")
    return head


def _expect(shape: tuple[int, ...], wanted: tuple[int, ...], name: str) -> None:
    if shape != wanted:
        raise ValueError(f"{name} has shape {list(shape)}; {list(wanted)} is needed")
