"""Names of a torch state_dict, freed of what wrappers put round them.

``DataParallel`` and ``torch.compile`` add a component to names; weight norm, pruning and weight drop store
a weight as several tensors. What comes out has one tensor a weight, under the name that the plain module
gives it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.errors import UnreadableFile, shorten
from app.readers.named.tensors import Tensor
from app.weights import Array

__all__ = ["RecurrentName", "parse", "printable", "tidy"]

NAME_LENGTH = 1000

WRAPPERS = {"module", "_orig_mod"}
_RECURRENT = re.compile(
    r"^(?:(?P<prefix>.+)\.)?(?P<role>(?:weight|bias)_(?:ih|hh|hr))"
    r"(?:_l(?P<layer>[0-9]{1,3})(?P<reverse>_reverse)?)?$"
)
# Arrays that somebody saved by hand, under names cut short: enc_w_ih, enc_emb, fc_w.
_SHORT = (
    (re.compile(r"^(?:(.+)[._])?w_(ih|hh)(_l[0-9]{1,3}(?:_reverse)?)?$"), r"\1.weight_\2\3"),
    (re.compile(r"^(?:(.+)[._])?b_(ih|hh)(_l[0-9]{1,3}(?:_reverse)?)?$"), r"\1.bias_\2\3"),
    (re.compile(r"^(.+)_w$"), r"\1.weight"),
    (re.compile(r"^(.+)_b$"), r"\1.bias"),
    (re.compile(r"^((?:\w+_)?(?:emb|embedding|embeddings))$"), r"\1.weight"),
)
_PARAMETRIZED = re.compile(r"^(?P<prefix>(?:.+\.)?)parametrizations\.(?P<name>\w+)\.original(?P<part>[01])$")


@dataclass(frozen=True, slots=True)
class RecurrentName:
    """Which weight of which recurrent module a name means; ``layer`` is None for a cell without layers."""

    prefix: str
    role: str
    layer: int | None
    reverse: bool


def parse(name: str) -> RecurrentName | None:
    """Take a name apart, if it is one of a recurrent module.

    Examples
    --------
    >>> parse("encoder.rnn.weight_hh_l1_reverse")
    RecurrentName(prefix='encoder.rnn', role='weight_hh', layer=1, reverse=True)
    >>> parse("fc.weight") is None
    True
    """
    found = _RECURRENT.match(name)
    if found is None:
        return None
    layer = None if found["layer"] is None else int(found["layer"])
    return RecurrentName(found["prefix"] or "", found["role"], layer, found["reverse"] is not None)


def tidy(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Strip wrappers from names, write them in full, and join what belongs to one weight.

    Parameters
    ----------
    tensors : mapping of str to Tensor
        As the file names them.

    Returns
    -------
    dict of str to Tensor
        As the bare modules would.

    Examples
    --------
    >>> empty = Tensor((0,), "float32", lambda: np.zeros(0))
    >>> list(tidy({"module.rnn.weight_ih_l0": empty, "module.rnn.weight_hh_l0_raw": empty}))
    ['rnn.weight_ih_l0', 'rnn.weight_hh_l0']
    >>> list(tidy({"enc_w_ih": empty, "enc_emb": empty, "fc_b": empty}))
    ['enc.weight_ih', 'enc_emb.weight', 'fc.bias']
    """
    bare: dict[str, Tensor] = {}
    for given, tensor in tensors.items():
        name = printable(given)
        plain = ".".join(part for part in _in_full(name).split(".") if part not in WRAPPERS)
        bare[name if not plain or plain in bare else plain] = tensor
    for name in list(bare):
        _join_parametrized(bare, name)
        _join_suffixed(bare, name)
    return bare


def printable(name: str) -> str:
    r"""A name that can be shown and stored.

    Raises
    ------
    UnreadableFile
        When it is longer than any path in a network.

    Examples
    --------
    >>> printable("lstm.weight\x1b[31m\ud800")
    'lstm.weight?[31m?'
    """
    if len(name) > NAME_LENGTH:
        raise UnreadableFile(
            f"a name has {len(name):,} characters and begins with {shorten(name[:40])}; "
            f"the limit is {NAME_LENGTH:,}",
            hint="Save the weights again: torch.save(model.state_dict(), 'model.pt').",
        )
    return "".join(character if character.isprintable() else "?" for character in name)


def _in_full(name: str) -> str:
    for short, whole in _SHORT:
        if short.match(name):
            return short.sub(whole, name).removeprefix(".")
    return name


def _join_parametrized(bare: dict[str, Tensor], name: str) -> None:
    """Weight norm as ``torch.nn.utils.parametrizations`` stores it: original0 is g, original1 is v."""
    found = _PARAMETRIZED.match(name)
    if found is None or found["part"] != "0":
        return
    whole, other = found["prefix"] + found["name"], name[:-1] + "1"
    if parse(whole) and other in bare and whole not in bare:
        bare[whole] = _weight_norm(bare.pop(name), bare.pop(other))


def _join_suffixed(bare: dict[str, Tensor], name: str) -> None:
    """Older weight norm (``_g``, ``_v``), pruning (``_orig``, ``_mask``), and weight drop (``_raw``)."""
    whole, _, suffix = name.rpartition("_")
    if name not in bare or not parse(whole):
        return
    if suffix == "raw":
        # Beside it may stand a copy with some weights dropped, left from the last step of training.
        bare[whole] = bare.pop(name)
    elif suffix == "g" and f"{whole}_v" in bare:
        bare[whole] = _weight_norm(bare.pop(name), bare.pop(f"{whole}_v"))
    elif suffix == "orig" and f"{whole}_mask" in bare:
        bare[whole] = _pruned(bare.pop(name), bare.pop(f"{whole}_mask"))


def _pruned(weight: Tensor, mask: Tensor) -> Tensor:
    if mask.shape != weight.shape:
        raise UnreadableFile(
            f"a mask of shape {list(mask.shape)} prunes a weight of {list(weight.shape)}",
            hint="Make pruning permanent before saving: torch.nn.utils.prune.remove(module, name).",
        )
    return Tensor(weight.shape, weight.dtype, lambda: weight.read() * mask.read())


def _weight_norm(g: Tensor, v: Tensor) -> Tensor:
    """W = g v / |v|, the norm over every axis along which g has one entry."""
    shape = g.shape or (1,) * len(v.shape)
    if len(shape) != len(v.shape) or any(a not in (1, b) for a, b in zip(shape, v.shape, strict=True)):
        raise UnreadableFile(
            f"weight norm has g of shape {list(g.shape)} and v of {list(v.shape)}",
            hint="Take it off first: torch.nn.utils.parametrize.remove_parametrizations(module, name).",
        )
    axes = tuple(axis for axis, length in enumerate(shape) if length == 1)

    def compute() -> Array:
        direction = v.read()
        norm = np.sqrt((direction.astype(np.float64) ** 2).sum(axis=axes, keepdims=True))
        # A row of zeros has no direction: it becomes NaN here as in torch, and is refused later.
        with np.errstate(invalid="ignore", divide="ignore"):
            whole: Array = direction * (g.read().reshape(shape) / norm)
        return whole.astype(direction.dtype)

    return Tensor(v.shape, v.dtype, compute)
