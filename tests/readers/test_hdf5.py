"""The reader of HDF5 files against the library that writes them."""

import io
from typing import Any

import h5py
import numpy as np
import pytest

from app.readers.hdf5.file import Group, open_hdf5
from app.readers.hdf5.raw import SIGNATURE
from app.readers.reading import ReadLimits
from tests.readers.keras_files import files

FILES = [
    (archive, name)
    for archive in ("keras3.zip", "keras2.zip")
    for name in files(archive)
    if name.endswith(".h5")
]


def compare(ours: Group, theirs: h5py.Group) -> int:
    """Hold everything in a group against the library; the number of arrays."""
    assert set(ours.groups) == {name for name, one in theirs.items() if isinstance(one, h5py.Group)}
    assert set(ours.datasets) == {name for name, one in theirs.items() if isinstance(one, h5py.Dataset)}
    for name, value in theirs.attrs.items():
        if isinstance(value, str):
            assert ours.text(name) == value
        elif not isinstance(value, h5py.Empty) and value.dtype.kind in "OS":
            listed = [one.decode() if isinstance(one, bytes) else one for one in np.ravel(value).tolist()]
            assert list(ours.texts(name) or ()) == listed
    count = 0
    for name, found in ours.datasets.items():
        wanted = theirs[name]
        assert found.shape == wanted.shape
        if found.number and not found.numbers.bfloat16:
            assert np.array_equal(found.read(), wanted[()].astype(found.read().dtype))
            count += 1
    return count + sum(compare(group, theirs[name]) for name, group in ours.groups.items())


@pytest.mark.parametrize(("archive", "name"), FILES, ids=lambda value: value.removesuffix(".zip"))
def test_every_array_and_text_of_a_file_of_keras(archive: str, name: str) -> None:
    content = files(archive)[name]
    with h5py.File(io.BytesIO(content)) as theirs:
        assert compare(open_hdf5(content, ReadLimits()), theirs) or "bfloat16" in name


@pytest.mark.parametrize("libver", ["earliest", "v108", "v110", "latest"])
@pytest.mark.parametrize("order", [False, True])
@pytest.mark.parametrize("dtype", ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"])
def test_every_way_to_write_an_array(libver: str, order: bool, dtype: str) -> None:
    numbers = np.arange(70.0).reshape(7, 10).astype(dtype)
    made = io.BytesIO()
    with h5py.File(made, "w", libver=libver, track_order=order) as file:
        group = file.create_group("a/b", track_order=order)
        group.attrs["name"] = "长短期记忆"
        group.attrs["fixed"] = np.array([b"one", b"three"])
        group.attrs["none"] = h5py.Empty("S1")
        group.attrs["number"] = 3
        group["whole"] = numbers
        group["one"] = numbers[1, 2]
        group["none"] = np.zeros((0, 3), dtype)
        group["true"] = True
        group["integer"] = np.arange(3, dtype=">i4")
        plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plist.set_layout(h5py.h5d.COMPACT)
        space = h5py.h5s.create_simple(numbers.shape)
        kind = h5py.h5t.py_create(numbers.dtype)
        h5py.h5d.create(group.id, b"compact", kind, space, plist).write(h5py.h5s.ALL, h5py.h5s.ALL, numbers)
        if libver == "earliest":
            ways: dict[str, dict[str, Any]] = {
                "pieces": {},
                "gzip": {"compression": "gzip"},
                "all": {"compression": "gzip", "shuffle": True, "fletcher32": True},
            }
            for name, options in ways.items():
                file.create_dataset(f"pieces/{name}", data=numbers, chunks=(3, 4), **options)
    root = open_hdf5(made.getvalue(), ReadLimits())
    made.seek(0)
    with h5py.File(made) as theirs:
        assert compare(root, theirs) == (7 if libver == "earliest" else 4)
    group = root.find("a/b")
    assert group is not None
    assert group.text("name") == "长短期记忆"
    assert (group.texts("number"), group.texts("none"), group.texts("absent")) == (None, (), None)


def test_thousands_of_names() -> None:
    made = io.BytesIO()
    with h5py.File(made, "w") as file:
        for index in range(3000):
            file[f"a/{index}"] = np.float32(index)
    group = open_hdf5(made.getvalue(), ReadLimits()).groups["a"]
    assert sorted(map(int, group.datasets)) == list(range(3000))
    assert all(float(found.read()) == int(name) for name, found in group.datasets.items())


def test_lists_of_texts_that_keras_cuts_into_pieces() -> None:
    made = io.BytesIO()
    with h5py.File(made, "w") as file:
        for index in range(3):
            file.attrs[f"layer_names{index}"] = [f"layer{index}-{k}" for k in range(5)]
    names = open_hdf5(made.getvalue(), ReadLimits()).texts("layer_names")
    assert names is not None
    assert (len(names), names[0], names[-1]) == (15, "layer0-0", "layer2-4")


def test_the_signature_is_the_librarys() -> None:
    made = io.BytesIO()
    h5py.File(made, "w").close()
    assert made.getvalue().startswith(SIGNATURE)
