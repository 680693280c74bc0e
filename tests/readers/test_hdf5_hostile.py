"""HDF5 files that reach outside themselves, or cost too much: refused clearly, at once, with no secret."""

import struct
import time
import tracemalloc
from pathlib import Path

import h5py
import numpy as np
import pytest

from app.errors import (
    FileTooLarge,
    GatescopeError,
    InvalidWeights,
    NoRecurrentLayer,
    UnreadableFile,
    UnsupportedFormat,
)
from app.readers import ReadLimits, Source, read
from tests.readers.hostile_hdf5 import (
    CHANGES,
    LSTM,
    instead,
    layers,
    model,
    plant,
    texts_again,
    weights,
)
from tests.readers.hostile_hdf5 import KERNEL as KERNEL_SHAPE
from tests.readers.hostile_refusal import SECONDS, refusal

LIMITS = ReadLimits(tensors=256)
KERNEL = "'/layers/lstm/cell/vars/0'"

REFUSALS: dict[str, tuple[type[GatescopeError], str]] = {
    "external": (UnreadableFile, f"{KERNEL} says that its numbers are in another file; only numbers inside"),
    "external_relative": (UnreadableFile, f"{KERNEL} says that its numbers are in another file"),
    "external_link": (UnreadableFile, f"{KERNEL} is a link to another place; only what lies in the uploaded"),
    "soft_link": (UnreadableFile, f"{KERNEL} is a link to another place"),
    "virtual": (UnreadableFile, f"{KERNEL} is put together from other arrays; only numbers inside"),
    "virtual_pattern": (UnreadableFile, f"{KERNEL} is put together from other arrays"),
    "bomb": (UnreadableFile, f"a piece of {KERNEL} is longer packed than unpacked"),
    "small_bomb": (UnreadableFile, f"a piece of {KERNEL} does not unpack to the 192 bytes that it declares"),
    "flat_bomb": (FileTooLarge, f"{KERNEL} declares the shape [50, 1048576], 209,715,200 bytes; "),
    "late": (
        FileTooLarge,
        "[33554432, 33554432], 4,503,599,627,370,496 bytes; 1,048,576 are left of the limit",
    ),
    "deep": (UnreadableFile, "the groups of the file are nested more than 48 deep"),
    "circle": (UnreadableFile, "'/layers/lstm/cell/vars/again' is a second name for something else"),
    "itself": (UnreadableFile, "'/root' is a second name for something else in the file"),
    "two_names": (UnreadableFile, "'/layers/lstm/cell/vars/3' is a second name for something else"),
    "many_groups": (FileTooLarge, "the file names more than 768 objects, which is the limit"),
    "many_arrays": (FileTooLarge, "the file holds more than 256 arrays, which is the limit"),
    "many_pieces": (FileTooLarge, f"{KERNEL} is cut into 160,000 pieces of the shape [1, 1]; 65,536 pieces"),
    "texts": (UnreadableFile, f"{KERNEL} holds no plain numbers (HDF5 type class 9, 16 bytes"),
    "references": (UnreadableFile, f"{KERNEL} holds no plain numbers (HDF5 type class 7"),
    "regions": (UnreadableFile, "'/layers/lstm/cell/vars/3' holds no plain numbers (HDF5 type class 7"),
    "compound": (UnreadableFile, f"{KERNEL} holds no plain numbers (HDF5 type class 6, 32 bytes each)"),
    "nested_types": (UnreadableFile, "'/layers/lstm/cell/vars/3' holds no plain numbers (HDF5 type class 9"),
    "unknown_filter": (UnreadableFile, f"{KERNEL} is packed by HDF5 filter 32000; gzip and shuffle are read"),
    "long_name": (UnreadableFile, "is empty, longer than 1,024 bytes or no readable text"),
    "no_utf8": (UnreadableFile, "is empty, longer than 1,024 bytes or no readable text"),
    "not_finite": (InvalidWeights, "W_x holds a number that is not finite in float32"),
    "other_shape": (NoRecurrentLayer, "the model has no recurrent layer: it holds lstm [3, 16]"),
    "empty": (NoRecurrentLayer, "the HDF5 file is not one of Keras; it holds nothing"),
    "integers": (UnreadableFile, f"{KERNEL} declares 384 bytes; the file holds 0 of them"),
    "chunks_never_written": (
        UnreadableFile,
        f"{KERNEL} declares 192 bytes; a part of them is not in the file",
    ),
    "one_huge_piece": (FileTooLarge, f"{KERNEL} declares the shape [65536, 32768], 8,589,934,592 bytes"),
}


def test_the_ground_they_stand_on_is_read() -> None:
    assert read(Source(weights())).stacks[0].name == "lstm"
    assert read(Source(model(layers(LSTM)))).stacks[0].name == "lstm"


@pytest.mark.parametrize("name", CHANGES)
def test_hostile_file(name: str, tmp_path: Path) -> None:
    plant(tmp_path)
    content = weights(CHANGES[name], tmp_path, **({"libver": "latest"} if name.startswith("long") else {}))
    seconds = []
    for _ in range(3):
        start = time.process_time()
        error = refusal(content, LIMITS)
        seconds.append(time.process_time() - start)
    kind, text = REFUSALS[name]
    assert (type(error), text in error.message) == (kind, True), error.message
    assert min(seconds) < SECONDS


@pytest.mark.parametrize("name", ["bomb", "small_bomb", "flat_bomb", "late", "one_huge_piece"])
def test_bombs_take_no_memory(name: str, tmp_path: Path) -> None:
    content = weights(CHANGES[name], tmp_path)
    tracemalloc.start()
    refusal(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 2**20


def test_an_attribute_that_nobody_asks_for_is_not_read(tmp_path: Path) -> None:
    def change(own: h5py.Group, folder: Path) -> None:
        own.attrs["link"] = own["0"].ref

    assert read(Source(weights(change, tmp_path))).stacks[0].hidden_size == 4


@pytest.mark.parametrize("length", [0, 8, 9, 50, 96, 800, 3000, 6000])
def test_cut_short(length: int) -> None:
    content = weights()[:length]
    error = refusal(content)
    if length < 8:
        assert isinstance(error, UnsupportedFormat)
    else:
        assert isinstance(error, UnreadableFile)
        assert error.message.startswith("the HDF5 file is damaged")


def nested(levels: int, entries: int) -> bytes:
    """A group whose tree of names has so many levels, each node with the same child several times."""
    content = bytearray(weights())
    tree = content.rindex(b"TREE")
    node = bytes(content[tree : tree + 24])
    key = bytes(content[tree + 24 : tree + 32])
    below = len(content)
    content += content[tree : tree + 544]
    for level in range(1, levels + 1):
        head = node[:5] + struct.pack("<BH", level, entries) + node[8:]
        made = (head + (key + struct.pack("<Q", below)) * entries + key).ljust(544, b"\0")
        if level == levels:
            content[tree : tree + 544] = made
        else:
            below = len(content)
            content += made
    struct.pack_into("<Q", content, 40, len(content))
    return bytes(content)


@pytest.mark.parametrize(("levels", "entries"), [(1, 2), (2, 2), (60, 2), (4, 30)])
def test_trees_that_lead_everywhere_again(levels: int, entries: int) -> None:
    start = time.process_time()
    error = refusal(nested(levels, entries))
    assert error.message == "the HDF5 file is damaged: a tree of names or pieces leads back into itself"
    assert time.process_time() - start < SECONDS


def test_a_tree_below_itself() -> None:
    """The library's own reader runs into the end of its stack here, and takes the process with it."""
    content = bytearray(weights())
    tree = content.rindex(b"TREE")
    content[tree + 5] = 1
    struct.pack_into("<Q", content, tree + 32, tree)
    error = refusal(bytes(content))
    assert error.message == "the HDF5 file is damaged: a tree of names or pieces leads back into itself"


def test_a_tree_of_endless_empty_tables() -> None:
    """Nodes with thousands of entries that all lead to one table without names."""
    content = bytearray(weights())
    tree = content.rindex(b"TREE")
    table = len(content)
    content += b"SNOD\1\0\0\0" + bytes(40)
    leaf = len(content)
    entry = bytes(8) + struct.pack("<Q", table)
    content += content[tree : tree + 4] + struct.pack("<BBH", 0, 0, 60_000) + b"\xff" * 16 + entry * 60_010
    # Every leaf is a copy of the first one's head before the same entries.
    leaves = [leaf]
    for _ in range(2):
        leaves.append(len(content))
        content += content[leaf : leaf + 24 + 16 * 60_000]
    children = b"".join(bytes(8) + struct.pack("<Q", at) for at in leaves)
    struct.pack_into("<BH", content, tree + 5, 1, len(leaves))
    content[tree + 24 : tree + 24 + len(children)] = children
    start = time.process_time()
    error = refusal(bytes(content))
    assert error.message == "the trees of names and pieces in the file have more than 120,000 entries"
    assert time.process_time() - start < SECONDS


def test_a_piece_that_claims_the_whole_file(tmp_path: Path) -> None:
    content = bytearray(weights(instead(chunks=KERNEL_SHAPE, data=np.zeros(KERNEL_SHAPE)), tmp_path))
    tree = next(at for at in range(len(content)) if content[at : at + 5] == b"TREE\1")
    struct.pack_into("<I", content, tree + 24, 4000)
    assert refusal(bytes(content)).message == (
        f"the HDF5 file is damaged: a piece of {KERNEL} is longer packed than unpacked"
    )


def test_a_head_that_runs_in_a_circle() -> None:
    content = bytearray(weights())
    (root,) = struct.unpack_from("<Q", content, 64)
    struct.pack_into("<HHB3xQQ", content, root + 16, 0x10, 16, 0, root + 16, 24)
    assert (
        refusal(bytes(content)).message == "the HDF5 file is damaged: the head of an object runs in a circle"
    )


@pytest.mark.parametrize(
    ("length", "size", "kind", "text"),
    [
        (2**20, None, FileTooLarge, "the attributes of the file hold more than 60,000 texts, or 16,777,216"),
        (2**32 - 1, None, UnreadableFile, "the HDF5 file is damaged: a text is longer than its place"),
        (2**32 - 1, 2**33, UnreadableFile, "the HDF5 file is damaged: a text is longer than its place"),
        (2**20, 0, UnreadableFile, "the HDF5 file is damaged: a text is longer than its place"),
        (2**20, 2**64 - 1, FileTooLarge, "the attributes of the file hold more than 60,000 texts"),
    ],
    ids=["again and again", "4 GiB", "8 GiB of heap", "no size", "huge size"],
)
def test_texts_that_lie(length: int, size: int | None, kind: type[GatescopeError], text: str) -> None:
    content = texts_again(length, size)
    tracemalloc.start()
    start = time.process_time()
    error = refusal(content)
    seconds, peak = time.process_time() - start, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (type(error), error.message[: len(text)]) == (kind, text)
    assert seconds < SECONDS
    assert peak < 48 * 2**20


def test_lists_of_names_that_keras_does_not_write(tmp_path: Path) -> None:
    """Lists of names of the newest kind may be packed, and are unpacked by the library without a bound."""

    def names(own: h5py.Group, folder: Path) -> None:
        for index in range(20):
            own[f"x{index}"] = np.float32(0)

    error = refusal(weights(names, tmp_path, libver="latest"))
    assert error.message == (
        "the HDF5 file keeps the names in '/layers/lstm/cell/vars' in a way that Keras does not write"
    )

    def attributes(own: h5py.Group, folder: Path) -> None:
        made = own.file.create_group("layers/lstm/vars")
        for index in range(20):
            made.attrs[f"x{index}"] = "x"

    error = refusal(weights(attributes, tmp_path, libver="latest"))
    assert error.message == "the HDF5 file keeps attributes in a way that Keras does not write"
