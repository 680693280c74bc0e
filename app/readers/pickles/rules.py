"""Which names a pickle of weights may call.

Nothing is ever called: this decides which calls become inert records, and which make the file refused with
their name. A file that wants to run ``os.system`` is an attack, and its reader should hear so.
"""

from __future__ import annotations

import re
import sys

from app.errors import UnreadableFile, shorten
from app.readers.pickles.values import Name

__all__ = ["FUNCTIONS", "check_call", "check_class"]

_BUILT_IN = "set frozenset list dict tuple slice range complex bytearray int float bool str object getattr"
# Functions that torch, numpy and Python themselves write into files of weights. Their results are inert
# here too.
FUNCTIONS = {
    f"{module}.{name}"
    for module, names in {
        "torch._utils": "_rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_parameter "
        "_rebuild_parameter_with_state _rebuild_qtensor _rebuild_sparse_tensor "
        "_rebuild_meta_tensor_no_storage _rebuild_device_tensor_from_numpy _rebuild_nested_tensor "
        "_rebuild_device_tensor_from_cpu_tensor _rebuild_sparse_csr_tensor _rebuild_wrapper_subclass",
        "torch._tensor": "_rebuild_from_type_v2 _rebuild_from_type",
        "torch.tensor": "_rebuild_from_type_v2 _rebuild_from_type",
        "torch": "device Size Generator",
        "torch.serialization": "_get_layout",
        "torch.storage": "_load_from_bytes",
        "torch.nn.backends.thnn": "_get_thnn_function_backend",
        "torch.jit._pickle": "build_intlist build_tensorlist build_doublelist build_boollist "
        "build_tensor_from_id restore_type_tag",
        "builtins": _BUILT_IN,
        "__builtin__": _BUILT_IN,
        "numpy": "dtype ndarray",
        "numpy.core.multiarray": "scalar _reconstruct",
        "numpy._core.multiarray": "scalar _reconstruct",
        "numpy.core.numeric": "_frombuffer",
        "numpy._core.numeric": "_frombuffer",
        "numpy.random": "__RandomState_ctor __randomstate_ctor",
        "numpy.random._pickle": "__randomstate_ctor __generator_ctor __bit_generator_ctor",
        "collections": "OrderedDict defaultdict Counter deque",
        "_codecs": "encode",
        "copy_reg": "_reconstructor",
        "copyreg": "_reconstructor __newobj__",
        "datetime": "datetime date time timedelta timezone",
        "pathlib": "PosixPath WindowsPath PurePosixPath PureWindowsPath Path",
        "pathlib._local": "PosixPath WindowsPath PurePosixPath PureWindowsPath Path",
        "decimal": "Decimal",
        "argparse": "Namespace",
        "types": "SimpleNamespace",
        "functools": "partial",
        "logging": "getLogger",
        "uuid": "UUID",
        "fractions": "Fraction",
    }.items()
    for name in names.split()
}
# Packages whose functions are known: what is not in the list above is no part of a file of weights.
STRICT = (set(sys.stdlib_module_names) | {"__builtin__", "nt", "torch", "numpy", "pip", "setuptools"}) - {
    "__main__",
}
_MAKER = re.compile(r"^_*(?:[A-Z]|re(?:build|construct|create|store)|unpickle|new)")


def check_call(called: Name, position: int) -> None:
    """Refuse a call that has no place in a file of weights.

    Parameters
    ----------
    called : Name
        What the pickle would call.
    position : int
        Byte of the pickle, for the message.

    Raises
    ------
    UnreadableFile
        Names what would have been called.

    Examples
    --------
    >>> check_call(Name("collections", "OrderedDict"), 2)
    >>> check_call(Name("os", "system"), 2)
    Traceback (most recent call last):
    app.errors.UnreadableFile: at byte 2 the pickle calls 'os.system', which no file of weights needs
    """
    known = called.path in FUNCTIONS
    maker = called.root not in STRICT and "." not in called.name and _MAKER.match(called.last)
    if not known and not maker:
        raise _refused(called, position)


def check_class(kind: Name, position: int) -> None:
    """Refuse an object of a class that has no place in a file of weights; see :func:`check_call`.

    Examples
    --------
    >>> check_class(Name("torch.nn.modules.rnn", "LSTM"), 2)
    """
    ours = kind.root in ("torch", "numpy") and _MAKER.match(kind.last)
    if kind.path not in FUNCTIONS and not ours and kind.root in STRICT:
        raise _refused(kind, position)


def _refused(name: Name, position: int) -> UnreadableFile:
    return UnreadableFile(
        f"at byte {position:,} the pickle calls {shorten(name.path)}, which no file of weights needs",
        hint="Nothing of it was run. Do not open this file with torch.load; ask whoever made it for "
        "torch.save(model.state_dict(), 'model.pt') or for safetensors.",
    )
