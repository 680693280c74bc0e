"""HDF5 files that no program of Keras writes: each is a way to reach outside the file, or to cost too much.

All stand on a file that would be read if it were not for one thing, so that nothing else refuses them first.
"""

import io
import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np

SECRET = b"the-planted-secret-of-this-server"
# As an array of numbers the secret would show as these, padded to 32-bit words.
PADDED = SECRET.ljust(4 * 48, b".")
KERNEL, RECURRENT, BIAS = (3, 16), (4, 16), (16,)
NAMES = ("kernel", "recurrent_kernel", "bias")
Change = Callable[[h5py.Group, Path], None]


def weights(change: Change | None = None, folder: Path = Path(), **options: object) -> bytes:
    """A Keras 3 file of weights with an LSTM; ``change`` is given the group of its cell's arrays."""
    file = io.BytesIO()
    with h5py.File(file, "w", **options) as made:
        own = made.create_group("layers/lstm/cell/vars")
        for number, shape in enumerate((KERNEL, RECURRENT, BIAS)):
            own[str(number)] = np.full(shape, 0.25, "f4")
        if change is not None:
            change(own, folder)
    return file.getvalue()


def instead(**options: object) -> Change:
    """Put another dataset in the kernel's place."""

    def change(own: h5py.Group, folder: Path) -> None:
        del own["0"]
        own.create_dataset("0", **{"shape": KERNEL, "dtype": "f4", **options})

    return change


def plant(folder: Path) -> None:
    """Put the secret where a file may point: as plain bytes, and as a kernel in an HDF5 file."""
    (folder / "secret.txt").write_bytes(PADDED)
    with h5py.File(folder / "secret.h5", "w") as made:
        made["kernel"] = np.frombuffer(PADDED, "<f4").reshape(KERNEL)


def external(own: h5py.Group, folder: Path) -> None:
    del own["0"]
    own.create_dataset("0", KERNEL, "f4", external=[(str(folder / "secret.txt"), 0, len(PADDED))])


def external_relative(own: h5py.Group, folder: Path) -> None:
    del own["0"]
    parts = [("../../../../etc/passwd", 0, 96), ("/proc/self/environ", 0, h5py.h5f.UNLIMITED)]
    own.create_dataset("0", KERNEL, "f4", external=parts)


def external_link(own: h5py.Group, folder: Path) -> None:
    del own["0"]
    own["0"] = h5py.ExternalLink(str(folder / "secret.h5"), "/kernel")


def soft_link(own: h5py.Group, folder: Path) -> None:
    own["real"] = own["0"][()]
    del own["0"]
    own["0"] = h5py.SoftLink(f"{own.name}/real")


def virtual(own: h5py.Group, folder: Path) -> None:
    del own["0"]
    layout = h5py.VirtualLayout(KERNEL, "f4")
    layout[...] = h5py.VirtualSource(str(folder / "secret.h5"), "kernel", KERNEL)
    own.create_virtual_dataset("0", layout)


def virtual_pattern(own: h5py.Group, folder: Path) -> None:
    """Its extent depends on which files "secret-0.h5", "secret-1.h5" ... there are."""
    del own["0"]
    space = h5py.h5s.create_simple((1, 16), (h5py.h5s.UNLIMITED, 16))
    space.select_hyperslab((0, 0), (h5py.h5s.UNLIMITED, 1), (1, 1), (1, 16))
    source = h5py.h5s.create_simple((1, 16))
    plist = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    plist.set_virtual(space, str(folder / "secret-%b.h5").encode(), b"kernel", source)
    h5py.h5d.create(own.id, b"0", h5py.h5t.IEEE_F32LE, space, plist)


def bomb(own: h5py.Group, folder: Path, size: int = 200 * 2**20) -> None:
    """A piece of 192 bytes that inflates to 200 MB."""
    del own["0"]
    made = own.create_dataset("0", KERNEL, "f4", chunks=KERNEL, compression="gzip")
    made.id.write_direct_chunk((0, 0), zlib.compress(bytes(size), 9 if size < 2**21 else 1))


def small_bomb(own: h5py.Group, folder: Path) -> None:
    """The same, so small that only unpacking shows it: a kilobyte that inflates to a megabyte."""
    bomb(own, folder, 2**20)


def flat_bomb(own: h5py.Group, folder: Path) -> None:
    """Declares honestly that a few kilobytes are 200 MB."""
    del own["0"]
    own.create_dataset("0", (50, 2**20), "f4", chunks=(1, 2**20), compression="gzip", fillvalue=0)
    own["0"][0] = 0


def late(own: h5py.Group, folder: Path) -> None:
    """Shapes of petabytes of which nothing was ever written."""
    del own["0"]
    own.create_dataset("0", (2**25, 2**25), "f4")


def deep(own: h5py.Group, folder: Path) -> None:
    for _ in range(400):
        own = own.create_group("layers")


def circle(own: h5py.Group, folder: Path) -> None:
    own["again"] = own.file["layers"]


def itself(own: h5py.Group, folder: Path) -> None:
    own.file["root"] = own.file["/"]


def two_names(own: h5py.Group, folder: Path) -> None:
    own["3"] = own["0"]


def many_groups(own: h5py.Group, folder: Path) -> None:
    for index in range(2000):
        own.file.create_group(f"layers/x{index}")


def many_arrays(own: h5py.Group, folder: Path) -> None:
    for index in range(300):
        own[f"x{index}"] = np.float32(0)


def many_pieces(own: h5py.Group, folder: Path) -> None:
    del own["0"]
    own.create_dataset("0", (400, 400), "f4", chunks=(1, 1))


def texts(own: h5py.Group, folder: Path) -> None:
    del own["0"]
    own["0"] = ["a", "b", "c"]


def references(own: h5py.Group, folder: Path) -> None:
    ref = own["1"].ref
    del own["0"]
    own.create_dataset("0", data=np.array([ref, ref], dtype=h5py.ref_dtype))


def regions(own: h5py.Group, folder: Path) -> None:
    ref = own["1"].regionref[:2, :2]
    own.create_dataset("3", data=np.array([ref], dtype=h5py.regionref_dtype))


def compound(own: h5py.Group, folder: Path) -> None:
    inner = np.dtype([("a", "f4"), ("b", [("c", "f4"), ("d", "i8", (3,))])])
    del own["0"]
    own.create_dataset("0", KERNEL, inner)


def nested_types(own: h5py.Group, folder: Path) -> None:
    kind = h5py.h5t.IEEE_F32LE
    for _ in range(1500):
        kind = h5py.h5t.vlen_create(kind)
    h5py.h5d.create(own.id, b"3", kind, h5py.h5s.create_simple((1,)))


def unknown_filter(own: h5py.Group, folder: Path) -> None:
    del own["0"]
    own.create_dataset("0", KERNEL, "f4", compression="lzf")


def long_name(own: h5py.Group, folder: Path) -> None:
    own.create_group("n" * 40_000)


def no_utf8(own: h5py.Group, folder: Path) -> None:
    h5py.h5g.create(own.id, b"\xff\xfe")


def not_finite(own: h5py.Group, folder: Path) -> None:
    own["0"][0, 0] = np.nan


def other_shape(own: h5py.Group, folder: Path) -> None:
    del own["1"]
    own["1"] = np.zeros((4, 15), "f4")


def empty(own: h5py.Group, folder: Path) -> None:
    del own.file["layers"]


CHANGES: dict[str, Change] = {
    function.__name__: function
    for function in (
        external, external_relative, external_link, soft_link, virtual, virtual_pattern, bomb, small_bomb,
        flat_bomb,
        late, deep, circle, itself, two_names, many_groups, many_arrays, many_pieces, texts, references,
        regions, compound, nested_types, unknown_filter, long_name, no_utf8, not_finite, other_shape, empty,
    )
} | {
    "integers": instead(dtype="i8"),
    "chunks_never_written": instead(chunks=KERNEL),
    "one_huge_piece": instead(shape=(2**16, 2**15), chunks=(2**15, 2**15)),
}  # fmt: skip


def texts_again(length: int = 2**20, size: int | None = None) -> bytes:
    """A layer with 3,001 names, all of which refer to one text of a megabyte, which may lie about itself."""
    text = bytes(range(65, 91)) * (2**20 // 26 + 1)

    def change(own: h5py.Group, folder: Path) -> None:
        own.file.create_group("layers/lstm/vars").attrs["name"] = ["x"] * 3000 + [text[: 2**20].decode()]

    content = weights(change)
    heap = content.rindex(b"GCOL", 0, content.index(text[:100]))
    reference = content.index(struct.pack("<IQ", 2**20, heap))
    again = struct.pack("<I", length) + content[reference + 4 : reference + 16]
    start = reference - 3000 * 16
    content = content[:start] + again * 3001 + content[reference + 16 :]
    if size is not None:
        place = content.index(text[:100]) - 8
        content = content[:place] + struct.pack("<Q", size) + content[place + 8 :]
    return content


def model(config: str, names: list[str] | None = None, arrays: tuple[str, ...] = ()) -> bytes:
    """A Keras 2 file with this configuration, these layer names, and these names of arrays of "lstm"."""
    file = io.BytesIO()
    with h5py.File(file, "w", libver="latest") as made:
        made.attrs["model_config"] = config
        own = made.create_group("model_weights")
        own.attrs["layer_names"] = ["lstm"] if names is None else names
        own.attrs["keras_version"] = "2.9.0"
        lstm = own.create_group("lstm")
        for name, shape in zip(NAMES, (KERNEL, RECURRENT, BIAS), strict=True):
            lstm[f"lstm/{name}:0"] = np.full(shape, 0.25, "f4")
        lstm.attrs["weight_names"] = list(arrays or [f"lstm/{name}:0" for name in NAMES])
    return file.getvalue()


def layers(*entries: object) -> str:
    """A Sequential model's configuration."""
    return json.dumps({"class_name": "Sequential", "config": {"name": "m", "layers": list(entries)}})


LSTM = {"class_name": "LSTM", "config": {"name": "lstm", "units": 4}}
