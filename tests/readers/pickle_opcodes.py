"""Pickles written by hand, opcode by opcode, as no program of good will would write them."""

import struct
import zipfile
from io import BytesIO

MAGIC = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."
PROTOCOL = b"\x80\x02M\xe9\x03."
SYSTEM = b"\x80\x02}X\x0d\0\0\0little_endian\x88s."
START = b"\x80\x02"


def text(value: str) -> bytes:
    """BINUNICODE."""
    raw = value.encode()
    return b"X" + struct.pack("<I", len(raw)) + raw


def integer(value: int) -> bytes:
    """LONG1, whatever the size."""
    raw = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
    return b"\x8a" + bytes([len(raw)]) + raw


def name(module: str, function: str) -> bytes:
    """GLOBAL."""
    return f"c{module}\n{function}\n".encode()


def tuple_of(*parts: bytes) -> bytes:
    """A mark, the parts, TUPLE."""
    return b"(" + b"".join(parts) + b"t"


def call(module: str, function: str, *arguments: bytes) -> bytes:
    """REDUCE."""
    return name(module, function) + tuple_of(*arguments) + b"R"


def dictionary(**entries: bytes) -> bytes:
    """EMPTY_DICT and SETITEMS."""
    return b"}(" + b"".join(text(key) + value for key, value in entries.items()) + b"u"


def storage(key: str = "0", numbers: int = 64, kind: str = "FloatStorage") -> bytes:
    """BINPERSID of a storage."""
    identity = (text("storage"), name("torch", kind), text(key), text("cpu"), integer(numbers))
    return tuple_of(*identity) + b"Q"


def tensor(
    shape: tuple[int, ...],
    strides: tuple[int, ...] | None = None,
    offset: int = 0,
    stored: bytes | None = None,
) -> bytes:
    """A call of _rebuild_tensor_v2."""
    if strides is None:
        strides = (shape[1], 1) if len(shape) == 2 else (1,) * len(shape)
    sizes, steps = (tuple_of(*map(integer, numbers)) for numbers in (shape, strides))
    parts = (storage() if stored is None else stored, integer(offset), sizes, steps, b"\x89", b"N")
    return call("torch._utils", "_rebuild_tensor_v2", *parts)


def weights(**instead: bytes) -> bytes:
    """The entries of a plain RNN's state_dict with 4 units and 3 inputs, on one storage of 64 numbers."""
    entries = {
        "weight_ih_l0": tensor((4, 3)),
        "weight_hh_l0": tensor((4, 4)),
        "bias_ih_l0": tensor((4,)),
        "bias_hh_l0": tensor((4,)),
    }
    return dictionary(**(entries | instead))


def packed(body: bytes, data: bytes = struct.pack("<64f", *range(64)), **members: bytes) -> bytes:
    """A zip as torch.save writes it, with ``body`` between PROTO and STOP."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("archive/data.pkl", START + body + b".")
        made.writestr("archive/data/0", data)
        for member, content in members.items():
            made.writestr(f"archive/{member}", content)
    return stream.getvalue()


def in_row(body: bytes, numbers: int = 64, data: bytes = bytes(256)) -> bytes:
    """A file as torch.save wrote it before 1.6."""
    keys = START + b"]" + text("0") + b"a."
    return MAGIC + PROTOCOL + SYSTEM + START + body + b"." + keys + struct.pack("<q", numbers) + data
