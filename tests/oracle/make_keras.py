"""Write ``tests/readers/fixtures/keras3.zip``: small networks as Keras 3 saves them, and their states.

Run by ``make golden``. Every network is there as ``.keras``, as ``.weights.h5`` and as ``.h5`` in the manner
of Keras 2, with ``<name>.npz`` beside it.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import h5py
import keras
import ml_dtypes
import numpy as np

from tests.readers.keras_networks import check, expected, networks, npz, pack

FIXTURES = Path(__file__).parents[1] / "readers" / "fixtures"


def main() -> None:
    """Write the zip."""
    files: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        for network in networks(keras):
            check(network)
            files[f"{network.name}.npz"] = npz(expected(network))
            for end in ("keras", "weights.h5", "h5"):
                path = Path(folder) / f"{network.name}.{end}"
                save = network.model.save_weights if end == "weights.h5" else network.model.save
                save(path)
                files[path.name] = path.read_bytes()
        halves(Path(folder) / "lstm-one.weights.h5", files)
    FIXTURES.mkdir(exist_ok=True)
    pack(FIXTURES / "keras3.zip", files)


def halves(path: Path, files: dict[str, bytes]) -> None:
    """The same weights in half precision of both kinds, as Keras keeps them, and packed by gzip."""
    for name in ("float16", "bfloat16", "gzip"):
        other = path.with_name(f"{name}.weights.h5")
        with h5py.File(path) as old, h5py.File(other, "w") as new:
            new.attrs.update(old.attrs)

            def copy(
                place: str, found: h5py.Dataset | h5py.Group, new: h5py.File = new, name: str = name
            ) -> None:
                if isinstance(found, h5py.Group):
                    made = new.require_group(place)
                elif name == "gzip":
                    made = new.create_dataset(
                        place, data=found[()], chunks=True, compression="gzip", shuffle=True, fletcher32=True
                    )
                else:
                    wanted = np.float16 if name == "float16" else ml_dtypes.bfloat16
                    made = new.create_dataset(place, data=found[()].astype(wanted))
                    if name == "bfloat16":
                        made.attrs["dtype"] = name
                made.attrs.update(found.attrs)

            old.visititems(copy)
        files[other.name] = other.read_bytes()


if __name__ == "__main__":
    main()
