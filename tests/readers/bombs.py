"""Files of torch's formats that ask for too much, lie about themselves, or are cut."""

import struct
from collections.abc import Iterator

from tests.readers.bombs_of_files import MILLION, Bomb, arrays, documents, headers, zips
from tests.readers.pickle_opcodes import (
    START,
    call,
    dictionary,
    in_row,
    integer,
    name,
    packed,
    storage,
    tensor,
    text,
    tuple_of,
    weights,
)


def bombs() -> Iterator[Bomb]:
    """Name, file, and words that the refusal must contain."""
    yield from pickles()
    yield from shared_and_endless()
    yield from tensors()
    yield from zips()
    yield from arrays()
    yield from headers()
    yield from documents()


def pickles() -> Iterator[Bomb]:
    """Opcodes whose arguments or number are out of all proportion."""
    # Nine bytes that made an unpickler with a memo in a list allocate gigabytes.
    yield "memo far out", START + b"Nr\xff\xff\xff\x7f.", "no LSTM, GRU or RNN"
    yield "memo further out", b"(Np99999999999999999999\n.", "no such place"
    yield "memo without entry", START + b"h\x05.", "damaged at byte 2"
    yield "long text integer", b"(L" + b"9" * 100_000 + b"L\n.", "damaged"
    yield (
        "long binary integer",
        START + b"\x8b" + struct.pack("<i", MILLION) + bytes(MILLION - 1) + b"\1.",
        "whole",
    )
    yield "length of 2 GiB", START + b"\x8b\xff\xff\xff\x7f", "damaged"
    yield "length below zero", START + b"\x8b\xff\xff\xff\xff", "damaged"
    yield "text of 2**62", START + b"\x8d" + struct.pack("<Q", 2**62) + b"a", "damaged"
    yield "bytes of 2**62", START + b"\x8e" + struct.pack("<Q", 2**62) + b"a", "damaged"
    yield "text of 2 MB", START + text("a" * 2 * MILLION) + b".", "characters in one text"
    yield "operations", START + b"N0" * 2 * MILLION + b"N.", "operations"
    yield "marks", START + b"(" * 3 * MILLION + b".", "operations"
    yield "objects", START + b"]0" * 500_000 + b"N.", "objects"
    yield "no end", START + b"N", "damaged"
    yield "nothing to take", START + b"0.", "damaged"
    yield "unknown opcode", START + b"\xff.", "damaged"
    yield (
        "pickle of 40 MB",
        START + b"B" + struct.pack("<I", 40 * MILLION) + bytes(40 * MILLION) + b".",
        "bytes",
    )
    made = text("a" * MILLION) + b"q\0"
    one = name("_codecs", "encode") + b"h\0" + text("latin1") + b"\x86R"
    yield "the same text made bytes again and again", START + b"(" + made + one * 50_000 + b"t.", "objects"
    pairs = b"(" + b"](" + b"N" * 50_000 + b"eq\0" + (name("builtins", "set") + b"h\0\x85R") * 10_000 + b"t."
    yield "the same list made a set again and again", START + pairs, "objects"
    keys = b"".join(integer(number * (2**61 - 1)) + b"N" for number in range(2**56 // 2**50, 60_000))
    yield "keys of one hash", START + b"}(" + keys + b"u.", "no LSTM, GRU or RNN"
    places = b"".join(b"Np%d\n0" % (number * (2**61 - 1)) for number in range(1, 1000))
    yield "places of one hash", b"(" + places + b"N.", "no such place"


def shared_and_endless() -> Iterator[Bomb]:
    """Values that hold themselves, one another, or are nested without end."""
    none = "no LSTM, GRU or RNN"
    yield "list in itself", START + b"]q\0h\0a.", none
    yield "dictionary in itself", START + b"}q\0" + text("model") + b"h\0s.", none
    yield "module in itself", packed(_module(b"h\0")), none
    deep = 150_000
    yield "lists", START + b"]" * deep + b"a" * (deep - 1) + b".", none
    yield "tuples", START + b")" + b"\x85" * deep + b".", none
    yield "a deep tuple as a key", START + b"})" + b"\x85" * deep + b"Ns.", none
    yield "dictionaries", START + (b"}" + text("model")) * deep + b"N" + b"s" * deep + b".", none
    yield "modules", packed(_nested(60_000)), none
    yield "doubled lists", START + b"]q\0" + b"](h\0h\0eq\0" * 200 + b".", none
    yield (
        "doubled dictionaries",
        START + b"}q\0" + (b"}(" + text("a") + b"h\0" + text("b") + b"h\0uq\0") * 200 + b".",
        none,
    )
    yield "doubled tuples", START + b")q\0" + b"h\0h\0\x86q\0" * 200 + b".", none


def _module(part: bytes) -> bytes:
    made = name("__main__", "Model") + b")\x81q\0"
    return made + dictionary(_parameters=b"}", _modules=dictionary(child=part)) + b"b"


def _nested(depth: int) -> bytes:
    start = (
        name("__main__", "Model")
        + b")\x81}("
        + text("_parameters")
        + b"}"
        + text("_modules")
        + b"}"
        + text("m")
    )
    return start * depth + b"N" + b"sub" * depth


def tensors() -> Iterator[Bomb]:
    """Windows that reach beyond their storage, and storages that are not there."""
    lies = {
        "offset": tensor((4, 4), offset=60),
        "stride": tensor((4, 4), (40, 1)),
        "stride of 2**62": tensor((4, 4), (2**62, 1)),
        "stride below zero": tensor((4, 4), (-4, 1)),
        "offset below zero": tensor((4, 4), offset=-1),
        "shape": tensor((400, 4)),
        "shape below zero": tensor((-4, -4)),
        "shape of 2**96": tensor((2**40, 2**40, 2**16), (0, 0, 0)),
        "strides missing": tensor((4, 4), (4,)),
        "forty axes": tensor((1,) * 40, (0,) * 40),
        "true as a size": call(
            "torch._utils", "_rebuild_tensor_v2", storage(), integer(0), b"\x88\x85", b"\x88\x85"
        ),
        "no arguments": call("torch._utils", "_rebuild_tensor_v2"),
        "no storage": tensor((4, 4), stored=b"N"),
        "storage of another kind": tensor((4, 4), stored=storage(kind="StringStorage")),
    }
    for lie, made in lies.items():
        yield f"{lie} in a zip", packed(weights(weight_hh_l0=made)), "weight_hh_l0"
        yield f"{lie} in a row", in_row(weights(weight_hh_l0=made)), "weight_hh_l0"
    wide = {"weight_ih_l0": tensor((10**6, 10**4), (0, 0)), "weight_hh_l0": tensor((10**6, 10**6), (0, 0))}
    yield (
        "stride of zero",
        packed(weights(**wide, bias_ih_l0=tensor((10**6,), (0,)), bias_hh_l0=tensor((10**6,), (0,)))),
        "limit",
    )
    yield "storage missing", packed(weights(bias_ih_l0=tensor((4,), stored=storage("7")))), "missing"
    yield "storage too short", packed(weights(), bytes(100)), "100 bytes"
    yield (
        "storage that climbs",
        packed(weights(bias_ih_l0=tensor((4,), stored=storage("../data.pkl")))),
        "missing",
    )
    yield "numbers declared twice", in_row(weights(), numbers=63), "declares 63"
    yield "numbers not there", in_row(weights(), data=b""), "0 bytes are left"
    yield "2**62 numbers", in_row(weights(), numbers=2**62), "declares"
    yield (
        "complex numbers",
        packed(weights(bias_ih_l0=tensor((4,), stored=storage(numbers=8, kind="ComplexFloatStorage")))),
        "complex64",
    )
    yield (
        "whole numbers",
        packed(weights(bias_ih_l0=tensor((4,), stored=storage(numbers=8, kind="LongStorage")))),
        "int64",
    )
    yield "not finite", packed(weights(), struct.pack("<f", float("nan")) * 64), "not finite"
    sizes = (tuple_of(integer(4), integer(4)), tuple_of(integer(4), integer(1)), b"\x89", b"N")
    strange = (storage(kind="UntypedStorage"), integer(0), *sizes, name("torch", "weird"))
    made = call("torch._utils", "_rebuild_tensor_v3", *strange)
    yield "a type of no storage", packed(weights(weight_hh_l0=made)), "type weird"
    long = {"a." * 300_000 + "weight_ih_l0": tensor((4, 3))}
    yield "a long name", packed(dictionary(**long)), "600,012 characters"
    many = dictionary(**{f"t{number}": tensor((1,)) for number in range(5000)})
    yield "five thousand tensors", packed(many), "tensors"
