"""The object of a PyTorch file -> named tensors: a state_dict, a checkpoint that nests one, or a module.

Only names lead the way: what a dictionary calls its entries, and what a module calls its parameters and
parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.readers.named.state_dict import Kind
from app.readers.named.tensors import Budget, Tensor
from app.readers.named.torch_names import printable
from app.readers.pickles.arrays import array_of, is_array
from app.readers.pickles.values import Record
from app.readers.reading import Leftover
from app.readers.torch.storage import is_tensor

__all__ = ["Found", "explore"]

DEPTH = 40
# What a checkpoint calls the place of the weights: these say nothing and are left out of names.
_WRAPPER = re.compile(
    r"state_?dict|^(?:model|net|network|module|weights|params|learn|learner|[0-9]+)$", re.IGNORECASE
)
# What training needs and a network does not: the optimizer's state has tensors under the same names.
_TRAINING = re.compile(r"optim|sched|scaler|^opt$|_opt$|(?:^|_)rng|^grads?$|callbacks", re.IGNORECASE)
_HOOKS = re.compile(r"^_.*(?:hooks|_set|buffers|parameters|modules|backend|weights_names|flat_weights)$")

Path = tuple[str, ...]
MakeTensor = Callable[[Record, str], Tensor]


@dataclass(eq=False)
class Found:
    """What an object holds.

    ``tensors`` and ``kinds`` as :func:`app.readers.state_dict.read_state_dict` wants them, ``texts`` are
    lists and maps that may be vocabularies, by name; ``leftovers`` are parts that only training needs.
    """

    tensors: dict[str, Tensor] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    texts: dict[str, Any] = field(default_factory=dict)
    leftovers: list[Leftover] = field(default_factory=list)


def explore(root: Any, make: MakeTensor, budget: Budget) -> Found:
    """Walk the object of a file.

    Parameters
    ----------
    root : object
        From :func:`app.readers.pickle_machine.unpickle`.
    make : callable
        Record of a tensor and its name -> tensor.
    budget : Budget
        Counts the tensors.

    Returns
    -------
    Found
        Names are those of the one dictionary or module that has recurrent layers; where there are several,
        with the path to each in front.

    Examples
    --------
    >>> from app.readers.pickles.values import Name
    >>> from app.readers.reading import ReadLimits
    >>> weight = Record(Name("torch._utils", "_rebuild_tensor_v2"))
    >>> checkpoint = {"epoch": 3, "state_dict": {"rnn.weight_hh_l0": weight}}
    >>> found = explore(checkpoint, lambda record, name: name, Budget(ReadLimits()))
    >>> list(found.tensors)
    ['rnn.weight_hh_l0']
    """
    walk = _Walk(make, budget)
    walk.visit((), root, 0)
    return walk.found()


class _Walk:
    """Every dictionary and module is visited once, however often the object holds it."""

    def __init__(self, make: MakeTensor, budget: Budget) -> None:
        self._make_one, self._budget, self._count = make, budget, 0
        self._seen: set[int] = set()
        # By the container that holds them: path of the container, then name inside it.
        self._tensors: dict[Path, dict[str, Tensor]] = {}
        self._kinds: dict[Path, dict[str, Kind]] = {}
        self._texts: dict[str, Any] = {}
        self._leftovers: list[Leftover] = []

    def _make(self, record: Record, name: str) -> Tensor:
        self._count += 1
        self._budget.count(self._count)
        return array_of(record, name, self._budget) if is_array(record) else self._make_one(record, name)

    def visit(self, path: Path, value: Any, depth: int) -> None:
        if depth > DEPTH or id(value) in self._seen or not isinstance(value, dict | list | tuple | Record):
            return
        self._seen.add(id(value))
        if isinstance(value, Record):
            self._record(path, value, depth)
        elif isinstance(value, dict):
            self._entries(path, value, depth)
        elif 0 < len(value) <= DEPTH and not isinstance(value[0], str):
            self._entries(path, dict(enumerate(value)), depth)
        elif value and isinstance(value[0], str):
            self._texts[".".join(path)] = value

    def _entries(self, path: Path, entries: Mapping[Any, Any], depth: int) -> None:
        if any(isinstance(item, str) for item in (*entries, *entries.values())) or len(entries) > DEPTH:
            self._texts[".".join(path)] = entries
        for key, value in entries.items():
            if not isinstance(key, str | int):
                continue
            name = str(key)
            if is_tensor(value) or is_array(value):
                held = self._tensors.setdefault(path, {})
                held[name] = self._make(value, ".".join((*path, name)))
            elif _TRAINING.search(name) and isinstance(value, dict | list | Record):
                whole = printable(".".join((*path, name)))
                self._leftovers.append(Leftover(whole, None, "only training needs it"))
            else:
                self.visit((*path, name), value, depth + 1)

    def _record(self, path: Path, record: Record, depth: int) -> None:
        state = _state(record)
        if "_modules" in state and "_parameters" in state:
            self._module(path, "", record, state, depth)
        elif record.kind.root == "__torch__":
            self._script(path, "", record, state, depth)
        else:
            self._entries(path, {**state, **(record.entries or {})}, depth)
            if record.items:
                self.visit(path, record.items, depth + 1)

    def _module(self, path: Path, name: str, record: Record, state: Mapping[Any, Any], depth: int) -> None:
        """A pickled ``torch.nn.Module``: parameters, buffers and parts in dictionaries of its state."""
        self._seen.add(id(record))
        self._kinds.setdefault(path, {})[name] = Kind(record.kind.path, _nonlinearity(state))
        held = self._tensors.setdefault(path, {})
        for group in ("_parameters", "_buffers"):
            for key, value in _strings(state.get(group)):
                if is_tensor(value) or is_array(value):
                    held[_join(name, key)] = self._make(value, _join(name, key))
        for key, part in _strings(state.get("_modules")):
            inner = _state(part) if isinstance(part, Record) else {}
            if "_modules" in inner and depth < DEPTH and id(part) not in self._seen:
                self._module(path, _join(name, key), part, inner, depth + 1)
        for key, value in _strings(state):
            if not _HOOKS.match(key) and isinstance(value, dict | list | Record):
                self.visit((*path, *filter(None, name.split(".")), key), value, depth + 1)

    def _script(self, path: Path, name: str, record: Record, state: Mapping[Any, Any], depth: int) -> None:
        """A module of TorchScript: parameters and parts side by side."""
        self._seen.add(id(record))
        self._kinds.setdefault(path, {})[name] = Kind(record.kind.path, None)
        held = self._tensors.setdefault(path, {})
        for key, value in _strings(state):
            if is_tensor(value) or is_array(value):
                held[_join(name, key)] = self._make(value, _join(name, key))
            elif isinstance(value, Record) and depth < DEPTH and id(value) not in self._seen:
                self._script(path, _join(name, key), value, _state(value), depth + 1)
            elif isinstance(value, dict | list) and not _HOOKS.match(key):
                self.visit((*path, *filter(None, name.split(".")), key), value, depth + 1)

    def found(self) -> Found:
        """Put containers together: names stay bare where only one container has recurrent layers."""
        names = self._short_paths()
        result = Found(texts=self._texts, leftovers=self._leftovers)
        for path, tensors in self._tensors.items():
            for name, tensor in tensors.items():
                result.tensors[_join(names[path], name)] = tensor
        for path, kinds in self._kinds.items():
            for name, kind in kinds.items():
                result.kinds[_join(names.get(path, ""), name)] = kind
        return result

    def _short_paths(self) -> dict[Path, str]:
        short = {path: ".".join(part for part in path if not _WRAPPER.search(part)) for path in self._tensors}
        spread = {
            _join(short[path], name): path for path, tensors in self._tensors.items() for name in tensors
        }
        if len(spread) < sum(map(len, self._tensors.values())):
            return {path: ".".join(path) for path in self._tensors}
        return short


def _state(record: Record) -> dict[Any, Any]:
    """What an object keeps of itself; objects with slots give a pair of dictionaries."""
    state = record.state
    if isinstance(state, tuple) and len(state) == 2:
        return {k: v for part in state if isinstance(part, dict) for k, v in part.items()}
    return state if isinstance(state, dict) else {}


def _strings(entries: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(entries, Record):
        entries = entries.entries
    if isinstance(entries, dict):
        yield from ((key, value) for key, value in entries.items() if isinstance(key, str))


def _nonlinearity(state: Mapping[Any, Any]) -> str | None:
    """What a plain RNN applies: its mode names it, a cell keeps the word itself."""
    told = {"RNN_TANH": "tanh", "RNN_RELU": "relu"}.get(str(state.get("mode"))[:9], state.get("nonlinearity"))
    return told if told in ("tanh", "relu") else None


def _join(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix and name else prefix or name
