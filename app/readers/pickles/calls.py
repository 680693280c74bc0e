"""What the calls in a file of weights come to, worked out here instead of made.

Containers become plain ones, wrappers of a tensor become the tensor; everything else stays a record of the
call.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.readers.pickles.values import Name, Record

__all__ = ["result_of"]

Arguments = tuple[Any, ...]


def result_of(called: Name, arguments: Arguments) -> Any:
    """Work out an allowed call.

    Examples
    --------
    >>> result_of(Name("collections", "OrderedDict"), ())
    {}
    >>> result_of(Name("__main__", "Model"), (3,)).kind.path
    '__main__.Model'
    """
    known = _KNOWN.get(called.path)
    return Record(called, arguments) if known is None else known(arguments)


def _dict(arguments: Arguments) -> dict[Any, Any]:
    """A dictionary of no pairs, of a list of pairs (Python 2), or of another dictionary (Counter)."""
    given = arguments[-1] if arguments else None
    if isinstance(given, dict):
        return given
    pairs = given if isinstance(given, list) else []
    return {str(pair[0]): pair[1] for pair in pairs if isinstance(pair[0], str | int)}


def _list(arguments: Arguments) -> list[Any]:
    given = arguments[0] if arguments else []
    return given if isinstance(given, list) else list(given) if isinstance(given, tuple) else []


def _tuple(arguments: Arguments) -> Arguments:
    given = arguments[0] if arguments else ()
    return given if isinstance(given, tuple) else tuple(given) if isinstance(given, list) else ()


def _first(arguments: Arguments) -> Any:
    return arguments[0]


def _encode(arguments: Arguments) -> bytes:
    """Bytes, as protocol 2 writes them: a text and its encoding."""
    text = arguments[0]
    if not isinstance(text, str) or arguments[1:] not in (("latin1",), ()):
        raise TypeError("bytes are given as something that is no text")
    return text.encode("latin1")


def _of_type(arguments: Arguments) -> Any:
    """A tensor of a subclass: the function that rebuilds it, the class, the function's arguments."""
    function, inner = arguments[0], arguments[2]
    return Record(function, inner) if isinstance(function, Name) and isinstance(inner, tuple) else None


def _instance(arguments: Arguments) -> Record | None:
    kind = arguments[0]
    return Record(kind, arguments[1:]) if isinstance(kind, Name) else None


_KNOWN: dict[str, Callable[[Arguments], Any]] = {
    "collections.OrderedDict": _dict,
    "collections.defaultdict": lambda _: {},
    "collections.Counter": _dict,
    "builtins.dict": _dict,
    "__builtin__.dict": _dict,
    "builtins.set": _list,
    "__builtin__.set": _list,
    "builtins.frozenset": _list,
    "__builtin__.frozenset": _list,
    "builtins.list": _list,
    "torch.Size": _tuple,
    "_codecs.encode": _encode,
    "torch._utils._rebuild_parameter": _first,
    "torch._utils._rebuild_parameter_with_state": _first,
    "torch.jit._pickle.build_intlist": _first,
    "torch.jit._pickle.build_tensorlist": _first,
    "torch.jit._pickle.build_doublelist": _first,
    "torch.jit._pickle.build_boollist": _first,
    "torch.jit._pickle.restore_type_tag": _first,
    "torch._tensor._rebuild_from_type_v2": _of_type,
    "torch.tensor._rebuild_from_type_v2": _of_type,
    "copyreg._reconstructor": _instance,
    "copy_reg._reconstructor": _instance,
    "copyreg.__newobj__": _instance,
}
