"""What stands round recurrent layers in a file of named tensors: embeddings, output layers, and the rest.

A file of weights names tensors and says nothing of what reads what. An embedding is a table as wide as a
stack's input, with a name or class that says so; an output layer is a matrix that reads as many values as a
stack hands on. Both are offered, all of them; everything else is listed with its shape and the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from app.readers.named.tensors import Tensor
from app.readers.reading import Embedding, Leftover, Note, Output
from app.weights import Array, Stack

__all__ = ["Surroundings", "surroundings"]

# The last component of an embedding's name: embedding, word_emb, wte, lookup, src_vocab, token_table ...
# "encoder" is what language models with tied weights call theirs.
_TABLE = re.compile(r"emb|wte|lookup|vocab|token|word|char|^(?:en|de)?coder$", re.IGNORECASE)
_NOT_TABLE = re.compile(r"^decoder$", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Surroundings:
    """Offered layers, the others, and what a reader should know."""

    embeddings: tuple[Embedding, ...]
    outputs: tuple[Output, ...]
    leftovers: tuple[Leftover, ...]
    notes: tuple[Note, ...]


def surroundings(
    tensors: Mapping[str, Tensor], stacks: Sequence[Stack], classes: Mapping[str, str] | None = None
) -> Surroundings:
    """Sort all tensors that are not recurrent.

    Parameters
    ----------
    tensors : mapping of str to Tensor
        In the order of the file.
    stacks : sequence of Stack
        The recurrent layers.
    classes : mapping of str to str, optional
        Class by name of module, where the file tells it: "Embedding", "Linear".

    Examples
    --------
    >>> from app.weights import random_stack
    >>> ones = lambda *shape: Tensor(shape, "float32", lambda: np.ones(shape, np.float32))
    >>> found = surroundings(
    ...     {"emb.weight": ones(9, 2), "fc.weight": ones(5, 3), "fc.bias": ones(5), "cnn.weight": ones(4, 1)},
    ...     [random_stack("lstm", 2, 3, seed=7)],
    ... )
    >>> found.embeddings[0].name, found.outputs[0].name, found.leftovers[0].name
    ('emb', 'fc', 'cnn')
    """
    layers: dict[str, dict[str, Tensor]] = {}
    for name, tensor in tensors.items():
        module, _, last = name.rpartition(".")
        layers.setdefault(module, {})[last] = tensor
    embeddings: list[Embedding] = []
    outputs: list[Output] = []
    leftovers: list[Leftover] = []
    twins: dict[bytes, str] = {}
    kinds = {name: _kind(name, parts, (classes or {}).get(name), stacks) for name, parts in layers.items()}
    # An embedding is read by number; it takes no values of another layer.
    readers = _readers({name: parts for name, parts in layers.items() if kinds[name] != "embedding"})
    for name, members in layers.items():
        kind = kinds[name]
        if kind == "embedding":
            vectors = members["weight"].read()
            twin = twins.setdefault(sha256(vectors.data).digest(), name)
            if twin == name:
                embeddings.append(Embedding(name, vectors))
            else:
                leftovers.append(Leftover(name, vectors.shape, f"the same vectors as {twin}"))
            continue
        reader = _behind(name, members["weight"], readers) if kind == "output" else None
        if kind == "output" and reader is None:
            outputs.append(_output(name, members))
        else:
            leftovers.append(_leftover(name, members, stacks, reader))
    notes = (*_inside(leftovers, stacks), *_between(outputs, leftovers))
    return Surroundings(tuple(embeddings), tuple(outputs), tuple(leftovers), notes)


def _kind(name: str, members: Mapping[str, Tensor], known: str | None, stacks: Sequence[Stack]) -> str | None:
    weight, bias = members.get("weight"), members.get("bias")
    if weight is None or len(weight.shape) != 2 or 0 in weight.shape or set(members) - {"weight", "bias"}:
        return None
    if not weight.dtype.startswith(("float", "bfloat")) or weight.dtype == "float8":
        return None
    last = name.rpartition(".")[2]
    named = _TABLE.search(last) is not None and _NOT_TABLE.search(last) is None
    table = known == "Embedding" if known else named and bias is None
    if table:
        return "embedding" if weight.shape[1] in {stack.input_size for stack in stacks} else None
    if known not in (None, "Linear") or (bias is not None and bias.shape != weight.shape[:1]):
        return None
    return "output" if weight.shape[1] in {stack.output_size for stack in stacks} else None


Readers = Mapping[tuple[str, int], str]


def _readers(layers: Mapping[str, Mapping[str, Tensor]]) -> Readers:
    """The last layer of each parent that reads so many values."""
    matrices = ((name, members["weight"]) for name, members in layers.items() if "weight" in members)
    return {(_parent(name), weight.shape[1]): name for name, weight in matrices if len(weight.shape) == 2}


def _behind(name: str, weight: Tensor, readers: Readers) -> str | None:
    """A layer beside this one that reads its values; one as wide as what it reads itself tells nothing."""
    rows, columns = weight.shape
    return None if rows == columns else readers.get((_parent(name), rows))


def _parent(name: str) -> str:
    return name.rpartition(".")[0]


def _output(name: str, members: Mapping[str, Tensor]) -> Output:
    W = members["weight"].read()
    b: Array = members["bias"].read() if "bias" in members else np.zeros(len(W), W.dtype)
    return Output(name, W, b)


def _leftover(
    name: str, members: Mapping[str, Tensor], stacks: Sequence[Stack], reader: str | None
) -> Leftover:
    first = members.get("weight") or next(iter(members.values()))
    if reader is not None:
        why = f"{reader} reads its values; what stands between them is not in the file"
    elif len(first.shape) == 2 and "weight" in members:
        wide = sorted({stack.input_size for stack in stacks})
        long = sorted({stack.output_size for stack in stacks})
        why = (
            f"neither a table of vectors as long as an input ({', '.join(map(str, wide))}) "
            f"nor a layer that reads a hidden state ({', '.join(map(str, long))})"
        )
    elif not first.shape:
        why = "a single number"
    else:
        why = "not a recurrent, embedding or output layer"
    return Leftover(name or ", ".join(list(members)[:3]), first.shape, why)


def _inside(leftovers: Sequence[Leftover], stacks: Sequence[Stack]) -> tuple[Note, ...]:
    """A recurrent layer with parts of its own, such as a normalisation, computes something else."""
    for stack in stacks:
        inside = [part.name for part in leftovers if part.name.startswith(f"{stack.name}.")]
        if inside:
            some = ", ".join(inside[:3])
            return (
                Note(
                    en=f"{stack.name} also holds {some}, which this program does not run: if they change "
                    "what the cell computes, the states here are not those of the trained network.",
                    zh=f"{stack.name} 里还有 {some}，本程序不会运行它们："
                    "如果它们参与单元的计算，这里的状态就与训练好的网络不同。",
                ),
            )
    return ()


def _between(outputs: Sequence[Output], leftovers: Sequence[Leftover]) -> tuple[Note, ...]:
    """A layer that is not run may stand between a stack and the layer that is offered as its output."""
    widths = {output.W.shape[1] for output in outputs}
    names = [part.name for part in leftovers if part.shape and part.shape[-1] in widths]
    if not names:
        return ()
    some, layer = ", ".join(names[:3]), outputs[0].name
    return (
        Note(
            en=f"{some} may stand between the recurrent layers and {layer}, and is not run: "
            f"then the scores of {layer} here are not those of the trained network.",
            zh=f"{some} 可能位于循环层与 {layer} 之间，而本程序不会运行它："
            f"这样的话，这里 {layer} 的分数就与训练好的网络不同。",
        ),
    )
