"""Named tensors, as ``torch.nn.Module.state_dict`` gives them -> stacks, and what stands round them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

import numpy as np

from app.errors import NoRecurrentLayer, UnsupportedNetwork, shorten
from app.readers.named.chains import join
from app.readers.named.recurrent import Module, NotRecurrent, read_module
from app.readers.named.surroundings import surroundings
from app.readers.named.tensors import Tensor
from app.readers.named.torch_names import RecurrentName, parse, tidy
from app.readers.reading import Embedding, Leftover, Note, Output, Reading, Undecided
from app.weights import Stack

__all__ = ["SAVE", "Kind", "Parts", "read_state_dict"]

SAVE = "torch.save(model.state_dict(), 'model.pt')"
_QUANTIZED = re.compile(r"(^|\.)(_all_weight_values|_packed_params|_packed_weight|_weight_bias)\b")
_PARAMETRIZED = re.compile(r"(^|\.)parametrizations\.(?:weight|bias)_")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file says of a module beside its tensors: its class, and a plain RNN's nonlinearity."""

    path: str
    nonlinearity: str | None = None

    @property
    def name(self) -> str:
        """The class without its package."""
        return self.path.rpartition(".")[2]

    def with_nonlinearity(self, nonlinearity: str) -> Kind:
        """The same, with what another part of the file says; its own word counts more."""
        return self if self.nonlinearity else Kind(self.path, nonlinearity)


@dataclass(frozen=True, eq=False)
class Parts:
    """What :func:`read_state_dict` found, in the words of :class:`app.readers.reading.Reading`."""

    stacks: tuple[Stack, ...]
    embeddings: tuple[Embedding, ...] = ()
    outputs: tuple[Output, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    notes: tuple[Note, ...] = ()

    def reading(
        self,
        form: str,
        *,
        vocabulary: tuple[str, ...] | None = None,
        leftovers: tuple[Leftover, ...] = (),
        notes: tuple[Note, ...] = (),
    ) -> Reading:
        """These parts as a reading, with what its format found beside them."""
        return Reading(
            form,
            self.stacks,
            self.embeddings,
            self.outputs,
            vocabulary,
            (*self.leftovers, *leftovers),
            self.undecided,
            (*self.notes, *notes),
        )


def read_state_dict(tensors: Mapping[str, Tensor], kinds: Mapping[str, Kind] | None = None) -> Parts:
    """Find the recurrent layers among named tensors.

    Parameters
    ----------
    tensors : mapping of str to Tensor
        Under the names of the file.
    kinds : mapping of str to Kind, optional
        By the name of the module, where the file tells it.

    Returns
    -------
    Parts
        At least one stack.

    Raises
    ------
    NoRecurrentLayer
        With the names that were found instead.
    UnsupportedNetwork
        When the weights are quantized or parametrized.
    FileTooLarge, UnreadableFile, InvalidWeights
        When a tensor that is needed cannot be read.

    Examples
    --------
    >>> ones = lambda *shape: Tensor(shape, "float32", lambda: np.ones(shape, np.float32))
    >>> parts = read_state_dict({"lstm.weight_ih_l0": ones(12, 2), "lstm.weight_hh_l0": ones(12, 3)})
    >>> parts.stacks[0].name, parts.stacks[0].cell, parts.stacks[0].hidden_size
    ('lstm', 'lstm', 3)
    """
    bare = tidy(tensors)
    kinds = {name: kind for long, kind in (kinds or {}).items() for name in (long, _short(long))}
    grouped, rest = _group(bare)
    modules: list[Module] = []
    strange: list[Leftover] = []
    for prefix, members in grouped.items():
        kind = kinds.get(prefix)
        try:
            modules.append(read_module(prefix, members, kind.nonlinearity if kind else None))
        except NotRecurrent as reason:
            first = next(iter(members.values()))
            strange.append(Leftover(prefix or "(no name)", first.shape, str(reason)))
    if not modules:
        raise _quantized(bare, kinds) or _nothing(bare, strange)
    stacks, undecided, notes = join(modules)
    around = surroundings(rest, stacks, {name: kind.name for name, kind in kinds.items()})
    return Parts(
        stacks,
        around.embeddings,
        around.outputs,
        (*strange, *around.leftovers),
        undecided,
        (*notes, *around.notes),
    )


def _short(name: str) -> str:
    """A module's name without wrappers, as its tensors have it."""
    empty = Tensor((), "float32", lambda: np.zeros(()))
    return next(iter(tidy({f"{name}.x": empty}))).rpartition(".")[0]


def _group(bare: Mapping[str, Tensor]) -> tuple[dict[str, dict[RecurrentName, Tensor]], dict[str, Tensor]]:
    """Tensors of recurrent modules by module, and all others."""
    grouped: dict[str, dict[RecurrentName, Tensor]] = {}
    rest: dict[str, Tensor] = {}
    for name, tensor in bare.items():
        known = parse(name)
        if known is None:
            rest[name] = tensor
        else:
            grouped.setdefault(known.prefix, {})[known] = tensor
    return grouped, rest


def _quantized(bare: Mapping[str, Tensor], kinds: Mapping[str, Kind]) -> UnsupportedNetwork | None:
    """The error for a network whose weights are packed into whole numbers."""
    named = (name for name, tensor in bare.items() if _QUANTIZED.search(name) or "qint" in tensor.dtype)
    classes = (name for name, kind in kinds.items() if ".quantized." in kind.path)
    found = next(chain(named, classes), None)
    if found is None:
        return None
    return UnsupportedNetwork(
        f"the network is quantized: {shorten(found)}", hint=f"Save it before it is quantized: {SAVE}."
    )


def _nothing(bare: Mapping[str, Tensor], strange: list[Leftover]) -> NoRecurrentLayer | UnsupportedNetwork:
    """Why no module could be read."""
    for name in bare:
        if _PARAMETRIZED.search(name):
            return UnsupportedNetwork(
                f"{shorten(name)} is stored under a parametrization; of these weight norm is read",
                hint="Call torch.nn.utils.parametrize.remove_parametrizations(module, name) for each, "
                f"then {SAVE}.",
            )
    if strange:
        part = strange[0]
        return NoRecurrentLayer(
            f"{shorten(part.name)} has the names of a recurrent layer but cannot be run: {part.why}",
            hint="Layers of torch.nn.LSTM, GRU, RNN and their cells are read.",
        )
    names = ", ".join(f"{shorten(name, 40)} {list(tensor.shape)}" for name, tensor in list(bare.items())[:6])
    return NoRecurrentLayer(
        f"no LSTM, GRU or RNN is among the {len(bare)} tensors of this file"
        + (f", which begin with {names}" if names else ""),
        hint="A recurrent layer has tensors such as lstm.weight_ih_l0 and lstm.weight_hh_l0: "
        f"{SAVE} keeps these names.",
    )
