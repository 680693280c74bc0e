"""Write ``tests/readers/fixtures/keras2.zip``: small networks as Keras 2 saves them, and their states.

Run by hand where tf_keras is installed, with ``TF_CPP_MIN_LOG_LEVEL=3``; it needs TensorFlow, which no other
part of the project does. Every network is there as ``.h5``, whole and as weights alone; some as ``.keras``
and ``.weights.h5``, which Keras 2 learnt late; and networks of cuDNN layers, whose weights the framework's
own conversion makes of ordinary layers.
"""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import tf_keras
from tensorflow.python import keras as old_keras
from tensorflow.python.keras.layers.recurrent import RNN, PeepholeLSTMCell
from tf_keras.src.layers.rnn.cudnn_gru import CuDNNGRU
from tf_keras.src.layers.rnn.cudnn_lstm import CuDNNLSTM
from tf_keras.src.saving.legacy.hdf5_format import preprocess_weights_for_loading

from tests.readers.keras_networks import (
    Network,
    check,
    expected,
    networks,
    npz,
    pack,
    randomise,
    sequential,
    values,
)

FIXTURES = Path(__file__).parents[1] / "readers" / "fixtures"
NEW = ("lstm-two-both", "gru-one", "hard", "branches", "cells")
CUDNN = {"lstm": CuDNNLSTM, "gru": CuDNNGRU}


def main() -> None:
    """Write the zip."""
    files: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        for network in networks(tf_keras):
            check(network)
            files[f"{network.name}.npz"] = npz(expected(network))
            save(network.name, network.model, Path(folder), files)
        for network in networks(tf_keras, CUDNN, extras=False):
            if not network.name.endswith("no-bias"):
                name = f"cudnn-{network.name}"
                files[f"{name}.npz"] = npz(expected(network))
                save(name, cudnn(network), Path(folder), files)
        peepholes(Path(folder), files)
        words(Path(folder), files)
    FIXTURES.mkdir(exist_ok=True)
    pack(FIXTURES / "keras2.zip", files)


def save(name: str, model: tf_keras.Model, folder: Path, files: dict[str, bytes]) -> None:
    """All the ways in which this network is kept."""
    ways = {f"{name}.h5": model.save, f"{name}-weights.h5": model.save_weights}
    if name in NEW:
        ways |= {f"{name}.keras": model.save, f"{name}.weights.h5": model.save_weights}
    for file, way in ways.items():
        way(folder / file)
        files[file] = (folder / file).read_bytes()


def cudnn(network: Network) -> tf_keras.Model:
    """The same network of cuDNN layers; it cannot run here, but be saved."""
    (old,) = (layers for layers, _ in network.stacks.values())
    make = CUDNN[network.name.split("-")[0]]
    new = []
    for one in old:
        both = hasattr(one, "forward_layer")
        layer = make((one.forward_layer if both else one).units, return_sequences=True)
        new.append(tf_keras.layers.Bidirectional(layer, name=one.name) if both else layer)
        if not both:
            layer._name = one.name
    model = sequential(tf_keras, *new)
    for one, other in zip(old, new, strict=True):
        other.set_weights(preprocess_weights_for_loading(other, one.get_weights()))
    return model


def peepholes(folder: Path, files: dict[str, bytes]) -> None:
    """A cell that only TensorFlow's own Keras had, whose gates read the cell state too."""
    old_keras.__version__ = "2.4.0"
    layer = RNN(PeepholeLSTMCell(3), return_sequences=True, name="peephole")
    start = old_keras.Input((None, 3))
    model = old_keras.Model(start, layer(start))
    randomise(model, 99)
    network = Network("peephole", model, {"peephole": ([layer], values(13))})
    check(network)
    files["peephole.npz"] = npz(expected(network))
    model.save(folder / "peephole.h5")
    files["peephole.h5"] = (folder / "peephole.h5").read_bytes()


def words(folder: Path, files: dict[str, bytes]) -> None:
    """Models of Keras 3 that read text: its layers for that need TensorFlow too."""
    learnt = keras.layers.TextVectorization(output_sequence_length=5)
    learnt.adapt(["not good at all", "a very good film", "a film"])
    given = keras.layers.StringLookup(vocabulary=["不", "好"], mask_token="")
    for name, lookup, rows in (("learnt", learnt, 11), ("given", given, 4)):
        layers = [lookup, keras.layers.Embedding(rows, 3), keras.layers.LSTM(4)]
        path = folder / f"words-{name}.keras"
        keras.Sequential([keras.layers.Input((1,), dtype="string"), *layers]).save(path)
        files[path.name] = path.read_bytes()


if __name__ == "__main__":
    main()
