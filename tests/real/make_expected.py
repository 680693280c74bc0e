"""What the published networks' own frameworks compute; run by hand where torch, onnxruntime and tf_keras are.

``python -m tests.real.make_expected silero g2p_en g2pm`` needs torch and onnxruntime (the oracle extra);
``... textgenrnn`` needs tensorflow and tf_keras, which read Keras 2 files. Each stores the inputs that the
recurrent layers saw, or the rows of the embedding, and the states after every step, in tests/real/expected.
"""

import io
import json
import pickle
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.real import packages
from tests.real.packages import EXPECTED, member_of

Array = NDArray[Any]
STEPS = 12


def noise(*shape: int) -> Array:
    """Numbers to run on, the same each time."""
    return np.random.default_rng(5).normal(size=shape).astype(np.float32)


def save(name: str, **arrays: Array) -> None:
    np.savez_compressed(EXPECTED / f"{name}.npz", allow_pickle=False, **arrays)
    print(name, {key: array.shape for key, array in arrays.items()})


def silero() -> None:
    """The TorchScript file by its own LSTMCell, step by step; then the ONNX file."""
    import torch

    script = torch.jit.load(io.BytesIO(packages.SILERO_JIT.content()))
    for name, part in (("16k", script._model), ("8k", script._model_8k)):
        cell, inputs = part.decoder.rnn, noise(STEPS, 128)
        single, double = (
            step_by_step(cell.to(kind), torch.from_numpy(inputs).to(kind))
            for kind in (torch.float32, torch.float64)
        )
        save(f"silero-{name}", inputs=inputs, **both(single, double))
    silero_tensors()
    silero_onnx()


def silero_tensors() -> None:
    """The cell of the safetensors file, which is another training of the same network."""
    import torch
    from safetensors.torch import load

    weights = load(packages.SILERO_TENSORS.content())
    cell, inputs = torch.nn.LSTMCell(128, 128), noise(STEPS, 128)
    cell.load_state_dict(
        {name.removeprefix("lstm_cell."): one for name, one in weights.items() if "lstm" in name}
    )
    single, double = (
        step_by_step(cell.to(kind), torch.from_numpy(inputs).to(kind))
        for kind in (torch.float32, torch.float64)
    )
    save("silero-tensors", inputs=inputs, **both(single, double))


def step_by_step(cell: Any, rows: Any) -> dict[str, Array]:
    """The states of a torch.nn.LSTMCell after each row."""
    import torch

    state = (torch.zeros(1, 128, dtype=rows.dtype), torch.zeros(1, 128, dtype=rows.dtype))
    hidden, memory = [], []
    with torch.no_grad():
        for row in rows:
            state = cell(row[None], state)
            hidden.append(state[0].numpy()[0])
            memory.append(state[1].numpy()[0])
    return {"hidden_state": np.array(hidden), "cell_state": np.array(memory)}


def both(single: dict[str, Array], double: dict[str, Array]) -> dict[str, Array]:
    """States in float32, and in float64 under names that end with 64."""
    return {**single, **{f"{name}_64": array for name, array in double.items()}}


def silero_onnx() -> None:
    """What the LSTM inside the whole network is given and answers, on a chirp in noise."""
    import onnx
    import onnxruntime

    model = onnx.load_from_string(packages.SILERO_SEQUENCE.content())
    node = next(node for node in model.graph.node if node.op_type == "LSTM")
    for name in (node.input[0], node.output[0]):
        model.graph.output.append(onnx.ValueInfoProto(name=name))
    session = onnxruntime.InferenceSession(model.SerializeToString())
    time = np.arange(STEPS * 512 + 64) / 16000
    sound = np.sin(2 * np.pi * (200 + 900 * time) * time) * np.hanning(len(time)) + 0.02 * noise(len(time))
    chunks = np.array([sound[512 * k : 512 * k + 576] for k in range(STEPS)], np.float32)
    zeros = np.zeros((1, 1, 128), np.float32)
    memory = []
    for length in range(1, STEPS + 1):
        names = [node.input[0], node.output[0], "cn"]
        x, h, c = session.run(names, {"input": chunks[:length], "h": zeros, "c": zeros})
        memory.append(c.reshape(128))
    save(
        "silero-onnx",
        inputs=x.reshape(STEPS, 128),
        hidden_state=h.reshape(STEPS, 128),
        cell_state=np.array(memory),
    )


def g2p_en() -> None:
    """The encoder's and the decoder's GRU, whose weights are named and ordered as torch does."""
    import torch

    weights = np.load(io.BytesIO(packages.G2P_EN.content()), allow_pickle=False)
    for prefix in ("enc", "dec"):
        layer = torch.nn.GRU(256, 256)
        fill(layer, {f"{part}_l0": weights[f"{prefix}_{short}"] for part, short in SHORT.items()})
        ids = np.arange(3, 3 + STEPS)
        inputs = torch.from_numpy(weights[f"{prefix}_emb"][ids])
        save(f"g2p_en-{prefix}", ids=ids, **in_both_precisions(layer, inputs))


def g2pm() -> None:
    """The bidirectional LSTM on the first characters of its table."""
    import torch

    # The package's own file, and the package reads it in the same way.
    weights = pickle.loads(packages.G2PM.content())
    embedding = weights["embedding.weight"]
    named = {name.removeprefix("lstm."): array for name, array in weights.items() if name.startswith("lstm.")}
    layer = torch.nn.LSTM(embedding.shape[1], named["weight_hh_l0"].shape[1], bidirectional=True)
    fill(layer, named)
    ids = np.arange(5, 5 + STEPS)
    save("g2pm", ids=ids, **in_both_precisions(layer, torch.from_numpy(embedding[ids])))


def in_both_precisions(layer: Any, inputs: Any) -> dict[str, Array]:
    """The hidden states of a torch layer in float32 and in float64."""
    import torch

    with torch.no_grad():
        single, double = (
            {"hidden_state": layer.to(kind)(inputs.to(kind))[0].numpy()}
            for kind in (torch.float32, torch.float64)
        )
    return both(single, double)


SHORT = {"weight_ih": "w_ih", "weight_hh": "w_hh", "bias_ih": "b_ih", "bias_hh": "b_hh"}


def fill(layer: Any, weights: dict[str, Array]) -> None:
    """Give a torch module its weights."""
    import torch

    layer.load_state_dict({name: torch.from_numpy(np.asarray(array)) for name, array in weights.items()})


def textgenrnn() -> None:
    """Both LSTMs on a text in both precisions."""
    vocabulary = json.loads(member_of("textgenrnn", "textgenrnn/textgenrnn_vocab.json"))
    ids = np.array([vocabulary[letter] for letter in "to be or not"], np.int32)
    single, double = (textgenrnn_states(ids, kind) for kind in ("float32", "float64"))
    save("textgenrnn", ids=ids, **both(single, double))


def textgenrnn_states(ids: Array, kind: str) -> dict[str, Array]:
    """Cell by cell, with the weights as Keras 2 turns them from cuDNN's layout."""
    import tempfile

    from tensorflow import convert_to_tensor
    from tf_keras import Input, Model, backend
    from tf_keras.layers import LSTM, Embedding

    backend.set_floatx(kind)
    entry = Input((None,), name="input")
    first = LSTM(128, return_sequences=True, recurrent_activation="sigmoid", name="rnn_1")
    second = LSTM(128, return_sequences=True, recurrent_activation="sigmoid", name="rnn_2")
    embedding = Embedding(465, 100, name="embedding")
    model = Model(entry, second(first(embedding(entry))))
    with tempfile.NamedTemporaryFile(suffix=".hdf5") as file:
        file.write(packages.TEXTGENRNN.content())
        file.flush()
        model.load_weights(file.name, by_name=True)
    rows = embedding(ids).numpy()
    kept: dict[str, list[Array]] = {name: [] for name in ("h1", "c1", "h2", "c2")}
    states = {layer.name: [convert_to_tensor(np.zeros((1, 128), kind))] * 2 for layer in (first, second)}
    for row in rows:
        below = convert_to_tensor(row[None])
        for number, layer in enumerate((first, second), 1):
            below, states[layer.name] = layer.cell(below, states[layer.name])
            kept[f"h{number}"].append(states[layer.name][0].numpy()[0])
            kept[f"c{number}"].append(states[layer.name][1].numpy()[0])
    whole = model(ids[None]).numpy()[0]
    assert np.abs(whole - np.array(kept["h2"])).max() < 1e-6
    return {name: np.array(rows) for name, rows in kept.items()}


if __name__ == "__main__":
    EXPECTED.mkdir(exist_ok=True)
    makers = {"silero": silero, "g2p_en": g2p_en, "g2pm": g2pm, "textgenrnn": textgenrnn}
    for name in sys.argv[1:] or makers:
        makers[name]()
