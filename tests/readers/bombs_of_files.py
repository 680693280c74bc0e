"""Zips, NumPy archives, safetensors and JSON that lie about themselves, or are cut."""

import io
import json
import pickle
import struct
import zipfile
import zlib
from collections.abc import Iterator

import numpy as np

from tests.readers.pickle_opcodes import packed, weights

Bomb = tuple[str, bytes, str]
MILLION = 1_000_000


def zips() -> Iterator[Bomb]:
    """Archives that lie."""
    whole = packed(weights())
    zeros = zlib.compressobj(9, zlib.DEFLATED, -15)
    squeezed = zeros.compress(bytes(300 * MILLION)) + zeros.flush()
    yield "1028 to one", _stored("data.npy", squeezed, 300 * MILLION), "unpack to"
    yield "1028 to one, called small", _stored("archive/data.pkl", squeezed, 100), "damaged"
    yield (
        "declared 2 GiB",
        whole.replace(struct.pack("<II", 256, 256), struct.pack("<II", 256, 2**31)),
        "unpack to",
    )
    yield (
        "declared less",
        whole.replace(struct.pack("<II", 256, 256), struct.pack("<II", 256, 16)),
        "16 bytes",
    )
    flipped = bytearray(whole)
    flipped[whole.index(struct.pack("<f", 63.0))] ^= 1
    yield "one bit flipped", bytes(flipped), "CRC"
    for part in (1, 3, 9):
        yield f"cut after {part} tenths", whole[: len(whole) * part // 10], "damaged"
    for label, member in {
        "climbs": "../../etc/passwd",
        "begins at the root": "/etc/passwd",
        "goes back": "a\\..\\b",
    }.items():
        yield f"a name that {label}", _zip({member: b"x", "archive/data.pkl": b"x"}), "no path inside it"
    yield "encrypted", whole.replace(b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0"), "encrypted"
    yield "by lzma", _zip({"archive/data.pkl": bytes(1000)}, zipfile.ZIP_LZMA), "method 14"
    yield "by bzip2", _zip({"archive/data.pkl": bytes(1000)}, zipfile.ZIP_BZIP2), "method 12"
    yield "many members", _zip({f"archive/data/{number}": b"" for number in range(12_000)}), "members"
    yield "overlapping members", _overlapping(), "overlap"
    yield "empty", _zip({}), "no known format"
    yield "of something else", _zip({"word/document.xml": b"<x/>"}), "word/document.xml"
    yield "of a SavedModel", _zip({"m/saved_model.pb": b"x"}), "SavedModel"
    yield "of torch.export", _zip({"m/models/model.json": b"x"}), "torch.export"
    yield "of two networks", _zip({"a.safetensors": b"x", "b.safetensors": b"x"}), "2 files of weights"
    index = json.dumps({"weight_map": {"w": "../../secret.safetensors"}}).encode()
    listed = b'{"weight_map": {"a": ["x"], "b": {}}}'
    yield "shards that are no names", _zip({"m/model.safetensors.index.json": listed}), "not in the zip"
    yield "shard elsewhere", _zip({"m/model.safetensors.index.json": index}), "not in the zip"


def _zip(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for member, content in members.items():
            made.writestr(member, content)
    return stream.getvalue()


def _stored(member: str, squeezed: bytes, size: int) -> bytes:
    """A zip of one deflated member that is said to unpack to ``size`` bytes."""
    fields = struct.pack("<HHHHHIII", 20, 0, 8, 0, 33, 0, len(squeezed), size)
    local = b"PK\3\4" + fields + struct.pack("<HH", len(member), 0) + member.encode() + squeezed
    central = (
        b"PK\1\2" + struct.pack("<H", 20) + fields + struct.pack("<HHHHHII", len(member), 0, 0, 0, 0, 0, 0)
    )
    central += member.encode()
    return local + central + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def _overlapping() -> bytes:
    """A thousand entries that share one member's bytes."""
    content = _zip({"archive/data.pkl": bytes(50_000)})
    at = content.rindex(b"PK\1\2")
    entry, end = content[at:-22], content[-22:]
    entries = b"".join(entry.replace(b"data.pkl", b"dat%05d" % number) for number in range(1000))
    entries = entries.replace(struct.pack("<HHH", 16, 0, 0), struct.pack("<HHH", 16, 0, 0))
    return content[:at] + entries + end[:8] + struct.pack("<HHII", 1000, 1000, len(entries), at) + end[20:]


def arrays() -> Iterator[Bomb]:
    """Archives of NumPy."""
    good = {
        f"{key}.npy": _npy(np.ones(shape, "f4")) for key, shape in {"W_h": (4, 2, 2), "b": (4, 2)}.items()
    }
    W_x = np.ones((4, 2, 3), "f4")
    changed = {
        "256 GiB in a header": (_header("<f8", (2**35,)), "does not fit"),
        "2**96 numbers": (_header("<f8", (2**48, 2**48)), "does not fit"),
        "below zero": (_header("<f8", (-1, 3)), "does not fit"),
        "forty axes": (_header("<f8", (1,) * 40) + bytes(8), "does not fit"),
        "Python objects": (_header("|O", (1,)) + pickle.dumps([print]), "Python objects"),
        "records": (_header([("a", "<f4"), ("b", "<f4")], (3,)) + bytes(24), "tells no type"),
        "cut": (_npy(W_x)[:-4], "does not fit"),
        "longer than declared": (_npy(W_x) + b"x", "does not fit"),
        "a call in the header": (
            _raw_header("{'descr': __import__('os').getcwd(), 'shape': (1,)}"),
            "tells no type",
        ),
        "nested brackets": (_raw_header("(" * 4000), "tells no type"),
        "header of 2 GiB": (b"\x93NUMPY\2\0\xff\xff\xff\x7f{", "no array"),
        "version 9": (b"\x93NUMPY\x09\0\0\0", "no array"),
        "no magic": (b"x" * 200, "no array"),
        "whole numbers": (_npy(np.ones((4, 2, 3), "i8")), "<i8"),
        "another shape": (_npy(np.ones((4, 2), "f4")), "W_x has shape"),
    }
    for label, (content, words) in changed.items():
        yield f"npz: {label}", _zip({"W_x.npy": content, **good}), words
    yield "npz: b missing", _zip({"W_x.npy": _npy(W_x), "W_h.npy": good["W_h.npy"]}), "has no b"
    yield "a single array", _npy(W_x), "single NumPy array"


def _npy(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array, allow_pickle=False)
    return stream.getvalue()


def _header(kind: object, shape: tuple[int, ...]) -> bytes:
    return _raw_header(repr({"descr": kind, "fortran_order": False, "shape": shape}))


def _raw_header(written: str) -> bytes:
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(written) + 1) + written.encode() + b"\n"


def headers() -> Iterator[Bomb]:
    """Headers of safetensors."""
    entry = {"dtype": "F32", "shape": [4, 4], "data_offsets": [0, 64]}
    lies: dict[str, tuple[object, str]] = {
        "beyond the file": (entry | {"data_offsets": [0, 640]}, "does not fit"),
        "from behind": (entry | {"data_offsets": [64, 0]}, "does not fit"),
        "another size": (entry | {"shape": [4, 5]}, "does not fit"),
        "2**80 numbers": (entry | {"shape": [2**40, 2**40]}, "does not fit"),
        "below zero": (entry | {"data_offsets": [-64, 0]}, "whole numbers"),
        "true": (entry | {"shape": [True, True]}, "whole numbers"),
        "fractions": (entry | {"shape": [4.0, 4.0]}, "whole numbers"),
        "three places": (entry | {"data_offsets": [0, 4, 64]}, "two data_offsets"),
        "of no type": (entry | {"dtype": "F33"}, "F33"),
        "a list as type": (entry | {"dtype": ["F32"]}, "has the type"),
        "a list": ([1, 2], "has the type"),
        "no entry": (None, "has the type"),
        "in eight bits": (entry | {"dtype": "F8_E4M3", "data_offsets": [0, 16]}, "float8"),
    }
    for label, (lie, words) in lies.items():
        other = {"weight_hh_l0": {"dtype": "F32", "shape": [4, 4], "data_offsets": [64, 128]}}
        yield f"safetensors: {label}", _safetensors({"weight_ih_l0": lie, **other}), words
    yield "safetensors: overlapping", _safetensors({f"t{number}": entry for number in range(100)}), "overlap"
    yield "safetensors: too many", _safetensors({f"t{number}": entry for number in range(5000)}), "tensors"
    yield "safetensors: a name twice", _raw_safetensors(b'{"a": {}, "a": {}}'), "given twice"
    yield "safetensors: not closed", _raw_safetensors(b'{"a": '), "not JSON"
    yield "safetensors: NaN", _raw_safetensors(b'{"a": NaN}'), "not JSON"
    yield "safetensors: deep", _raw_safetensors(b'{"a":' + b"[" * 100_000), "not JSON"
    yield "safetensors: long integer", _raw_safetensors(b'{"a": ' + b"9" * 100_000 + b"}"), "not JSON"
    yield "safetensors: no text", _raw_safetensors(b'{"\xff": 1}'), "not JSON"
    yield "safetensors: header longer than the file", struct.pack("<Q", 2**40) + b"{}", "declares"
    yield "safetensors: header of 2**64", b"\xff" * 8 + b"{}", "declares"
    yield "safetensors: header of 9 MB", _raw_safetensors(b"{" + b" " * 9 * MILLION + b"}"), "limit"


def _safetensors(header: dict[str, object]) -> bytes:
    return _raw_safetensors(json.dumps(header).encode(), bytes(128))


def _raw_safetensors(header: bytes, data: bytes = b"") -> bytes:
    return struct.pack("<Q", len(header)) + header + data


def documents() -> Iterator[Bomb]:
    """JSON."""
    entry = {"W_x": [[[1.0]]] * 4, "W_h": [[[1.0]]] * 4, "b": [[1.0]] * 4}
    lies: dict[str, tuple[object, str]] = {
        "uneven rows": (entry | {"b": [[1.0], [1.0, 2.0], [1.0], [1.0]]}, "regular list"),
        "texts": (entry | {"b": [["1.0"]] * 4}, "regular list"),
        "true": (entry | {"b": [[True]] * 4}, "regular list"),
        "nothing": (entry | {"b": None}, "regular list"),
        "long integers": (entry | {"b": [[10**400]] * 4}, "regular list"),
        "beyond all numbers": (entry | {"b": [["INFINITE"]] * 4}, "not finite"),
        "too many axes": (entry | {"b": [[[1.0]]] * 4}, "b has shape"),
        "another array": (entry | {"W_q": [[1.0]]}, "W_q"),
        "an array too few": ({"W_x": entry["W_x"]}, "entry 0"),
        "seven gates": ({"W_x": [[[1.0]]] * 7, "W_h": [[[1.0]]] * 7, "b": [[1.0]] * 7}, "7 gates"),
    }
    for label, (lie, words) in lies.items():
        written = json.dumps({"weights": [lie]}).replace('"INFINITE"', "1e999")
        yield f"JSON: {label}", written.encode(), words
    yield (
        "JSON: no cell of that name",
        json.dumps({"cell": "x", "weights": [entry]}).encode(),
        "no cell named",
    )
    yield (
        "JSON: no option of that name",
        json.dumps({"options": {"x": 1}, "weights": [entry]}).encode(),
        "no option",
    )
    yield "JSON: options as a list", json.dumps({"options": [1], "weights": [entry]}).encode(), "options"
    yield "JSON: of something else", b'{"name": "x", "scripts": {}}', "'scripts'"
    yield "JSON: a vocabulary", b'{"a": 0, "b": 1}', "neither weights nor a state_dict"
    yield "JSON: NaN", b'{"weights": [NaN]}', "NaN is no JSON number"
    yield "JSON: deep", b'{"weights": ' + b"[" * 200_000, "nested too deeply"
    yield "JSON: no text", b'{"\xff\xfe": 1}', "not JSON"
    yield "JSON: lone surrogate", b'{"state_dict": {"\\ud800.weight_ih_l0": [[1.0]]}}', "weight_hh is missing"
    yield "JSON: of 20 MB", b'{"weights": [' + b" " * 20 * MILLION + b"]}", "limit"
