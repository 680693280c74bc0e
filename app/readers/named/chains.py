"""Modules that stand in a numbered list, one feeding the next -> one stack of several layers.

``ModuleList([LSTM(8, 16), LSTM(16, 16), LSTM(16, 8)])`` and lists of ``LSTMCell`` are how networks with
layers of different sizes are written. A file of weights does not say that one feeds the next; that the
sizes chain is a strong sign, so they are joined, and a note says so.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.readers.named.recurrent import Module
from app.readers.reading import Note, Undecided
from app.weights import Stack

__all__ = ["join"]

CHOICES = ("tanh", "relu")


def join(
    modules: Iterable[Module],
) -> tuple[tuple[Stack, ...], tuple[Undecided, ...], tuple[Note, ...]]:
    """Make stacks of modules.

    Parameters
    ----------
    modules : iterable of Module
        Names differ; in the order of the file.

    Returns
    -------
    stacks, undecided, notes : tuples
        One stack a module, or a chain of them.

    Examples
    --------
    >>> from app.weights import random_stack
    >>> parts = [Module(f"rnns.{n}", "lstm", random_stack("lstm", 4, 4, seed=n).layers, {}) for n in (0, 1)]
    >>> stacks, undecided, notes = join(parts)
    >>> stacks[0].name, stacks[0].depth, notes[0].en[:29]
    ('rnns', 2, 'rnns.0 to rnns.1 are taken as')
    """
    modules = list(modules)
    chains: list[list[Module]] = []
    for module in sorted(modules, key=lambda module: _place(module.name)):
        if chains and _feeds(chains[-1][-1], module):
            chains[-1].append(module)
        else:
            chains.append([module])
    # Sorting brought lists together; the file's own order of first members is what a reader expects.
    order = {module.name: index for index, module in enumerate(modules)}
    chains.sort(key=lambda chain: order[chain[0].name])
    taken = {module.name for module in modules}
    stacks = tuple(_stack(chain, taken) for chain in chains)
    undecided = tuple(
        Undecided(stack.name, "activation", CHOICES)
        for stack, chain in zip(stacks, chains, strict=True)
        if not all(module.decided for module in chain)
    )
    notes = tuple(_note(chain) for chain in chains if len(chain) > 1)
    return stacks, undecided, notes


def _place(name: str) -> tuple[str, int]:
    parent, _, last = name.rpartition(".")
    return (parent, int(last)) if last.isascii() and last.isdigit() and len(last) < 6 else (name, -1)


def _feeds(below: Module, above: Module) -> bool:
    parent, index = _place(below.name)
    return (
        index >= 0
        and _place(above.name) == (parent, index + 1)
        and (below.cell, below.options, below.directions) == (above.cell, above.options, above.directions)
        and below.decided == above.decided
        and below.output_size == above.input_size
    )


def _stack(chain: list[Module], taken: set[str]) -> Stack:
    first = chain[0]
    parent = _place(first.name)[0] if len(chain) > 1 else first.name
    name = parent or first.cell
    if name != first.name and name in taken:
        name = first.name or f"{name} (no name)"
    taken.add(name)
    return Stack(name, first.cell, tuple(layer for module in chain for layer in module.layers), first.options)


def _note(chain: list[Module]) -> Note:
    first, last = chain[0].name, chain[-1].name
    return Note(
        en=f"{first} to {last} are taken as one stack: each reads as many values as the one before it "
        "hands on. The file does not say that one feeds the next.",
        zh=f"{first} 到 {last} 被当作一个堆叠：每一层读取的数值个数正好等于前一层输出的个数。"
        "文件本身没有说明它们首尾相接。",
    )
