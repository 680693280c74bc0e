"""A recurrent Keras layer -> canonical weights of its layers and directions.

Keras keeps kernels transposed, [inputs, gates x units], in its own gate order: i, f, c, o of an LSTM and
z, r, h of a GRU. The layers for cuDNN keep each gate's block in that library's layout and two biases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.errors import UnreadableFile, UnsupportedNetwork, shorten
from app.readers.keras.activations import activation
from app.weights import Array, CellWeights

__all__ = ["RECURRENT", "Recurrent", "cell_weights", "fits", "recurrent"]

# Classes of layers and of cells -> our cell.
RECURRENT = {
    "LSTM": "lstm",
    "CuDNNLSTM": "lstm",
    "LSTMCell": "lstm",
    "PeepholeLSTMCell": "lstm",
    "GRU": "gru",
    "CuDNNGRU": "gru",
    "GRUCell": "gru",
    "SimpleRNN": "rnn",
    "SimpleRNNCell": "rnn",
}
# Keras' gate at each of our places: forget, input, candidate, output; reset, update, candidate; candidate.
_ORDER = {"lstm": (1, 0, 2, 3), "gru": (1, 0, 2), "rnn": (0,)}


@dataclass(frozen=True, eq=False)
class Recurrent:
    """What one Keras layer computes: one stack's worth of layers and directions.

    ``sequences`` says whether it hands on every step, ``backwards`` whether it reads from the end, ``merge``
    how two directions are put together (None for one direction).
    """

    cell: str
    options: Mapping[str, Any]
    layers: tuple[tuple[CellWeights, ...], ...]
    sequences: bool = True
    backwards: bool = False
    merge: str | None = None
    stateful: bool = False
    config: Mapping[str, Any] = field(default_factory=dict)

    @property
    def output_size(self) -> int:
        """Values a step that it hands on."""
        sizes = [weights.output_size for weights in self.layers[-1]]
        return sum(sizes) if self.merge in (None, "concat") else sizes[0]


def cell_weights(cell: str, name: str, arrays: Sequence[Array]) -> CellWeights:
    """Turn the arrays of one Keras cell into canonical ones.

    Parameters
    ----------
    cell : {"lstm", "gru", "rnn"}
        Which cell.
    name : str
        The layer's name, for messages.
    arrays : sequence of arrays
        Kernel [D, G H], recurrent kernel [H, G H], and, where the layer has one, the bias: [G H], [2, G H]
        (GRU with the reset after the product) or [2 G H] (cuDNN); behind it an LSTM's three peepholes [H]
        (i, f, o).

    Raises
    ------
    UnreadableFile
        When shapes do not fit together.

    Examples
    --------
    >>> kernel, recurrent, bias = np.zeros((5, 12)), np.zeros((3, 12)), np.arange(12.0)
    >>> cell_weights("lstm", "lstm", [kernel, recurrent, bias]).b[:, 0].tolist()
    [3.0, 0.0, 6.0, 9.0]
    """
    order = _ORDER[cell]
    gates, peepholes = len(order), arrays[3:] if len(arrays) == 6 else ()
    shapes = [array.shape for array in arrays]
    if not fits(cell, shapes):
        raise UnreadableFile(
            f"{shorten(name)} holds arrays of the shapes {shorten([list(shape) for shape in shapes])}, "
            f"which is no {cell} layer of Keras",
            hint="Save the network again: model.save('model.keras').",
        )
    kernel, recurrent = _blocks(arrays[0], gates), _blocks(arrays[1], gates)
    units = recurrent.shape[1]
    bias = arrays[2] if len(arrays) > 2 else np.zeros(gates * units, kernel.dtype)
    if is_fused(cell, [*shapes[:2], bias.shape]):
        # cuDNN keeps a gate's kernel row after row, and its recurrent block the other way round.
        kernel = np.stack([block.reshape(block.T.shape).T for block in kernel])
        recurrent = recurrent.transpose(0, 2, 1)
        bias = bias.reshape(2, -1)
    both = bias.reshape(-1, gates, units)
    b, b_h = both.sum(axis=0), None
    if cell == "gru" and len(both) == 2:
        # Reset and update add both biases; the candidate's second one is inside the reset product.
        b, b_h = np.concatenate([b[:2], both[0, 2:]]), both[1, 2]
    picked = list(order)
    return CellWeights(
        W_x=np.ascontiguousarray(kernel.transpose(0, 2, 1)[picked]),
        W_h=np.ascontiguousarray(recurrent.transpose(0, 2, 1)[picked]),
        b=np.ascontiguousarray(b[picked]),
        W_c=np.stack([peepholes[k] for k in (1, 0, 2)]) if peepholes else None,
        b_h=None if b_h is None else np.ascontiguousarray(b_h),
    )


def fits(cell: str, shapes: Sequence[tuple[int, ...]]) -> bool:
    """Whether arrays of these shapes are those of one cell, as :func:`cell_weights` takes them.

    Examples
    --------
    >>> fits("lstm", [(5, 12), (3, 12), (12,)]), fits("gru", [(5, 12), (3, 12), (12,)])
    (True, False)
    """
    if len(shapes) not in (2, 3, 6) or any(len(shape) != 2 or 0 in shape for shape in shapes[:2]):
        return False
    gates, units = len(_ORDER[cell]), shapes[1][0]
    columns = gates * units
    biases: list[tuple[int, ...]] = [(columns,)]
    if cell != "rnn":
        biases.append((2 * columns,))
    if cell == "gru":
        biases.append((2, columns))
    return (
        shapes[0][1] == shapes[1][1] == columns
        and all(shape in biases for shape in shapes[2:3])
        and (len(shapes) < 6 or cell == "lstm")
        and all(shape == (units,) for shape in shapes[3:])
    )


def is_fused(cell: str, shapes: Sequence[tuple[int, ...]]) -> bool:
    """Whether arrays that fit a cell lie in cuDNN's layout, whose gates can only be sigmoids.

    Examples
    --------
    >>> is_fused("lstm", [(5, 12), (3, 12), (24,)]), is_fused("lstm", [(5, 12), (3, 12), (12,)])
    (True, False)
    """
    return cell != "rnn" and len(shapes) > 2 and shapes[2] == (2 * shapes[1][1],)


def _blocks(array: Array, gates: int) -> Array:
    """[rows, G H] -> [G, rows, H]."""
    return array.reshape(len(array), gates, -1).transpose(1, 0, 2)


def recurrent(class_name: str, config: Mapping[str, Any], arrays: Sequence[Array], version: str) -> Recurrent:
    """Read a layer by its class, configuration and arrays.

    Parameters
    ----------
    class_name : str
        "LSTM", "Bidirectional", "RNN" ...
    config : mapping
        As the file has it.
    arrays : sequence of arrays
        In Keras' order: kernel, recurrent kernel, bias of each cell; the forward direction first.
    version : str
        Version of Keras that wrote the file.

    Returns
    -------
    Recurrent

    Raises
    ------
    UnsupportedNetwork
        When this is a recurrent layer that cannot be run here.
    UnreadableFile
        When arrays and configuration do not fit together.

    Examples
    --------
    >>> arrays = [np.zeros((2, 3)), np.zeros((3, 3)), np.zeros(3)]
    >>> recurrent("SimpleRNN", {"activation": "relu"}, arrays, "3.0").options
    {'activation': 'relu'}
    """
    if class_name == "Bidirectional":
        return _both(config, arrays, version)
    cells = _cells(class_name, config)
    kinds = [_cell_of(name) for name, _ in cells]
    options = [_options(kind, one, arrays, version) for kind, (_, one) in zip(kinds, cells, strict=True)]
    if len(set(kinds)) > 1 or any(found != options[0] for found in options):
        raise UnsupportedNetwork(
            f"{shorten(config.get('name'))} stacks cells of different kinds, which one stack cannot hold",
            hint="Save each kind of cell as a layer of its own.",
        )
    each, rest = divmod(len(arrays), max(1, len(cells)))
    if rest or not each or not cells:
        raise UnreadableFile(
            f"{shorten(config.get('name'))} has {len(arrays)} arrays for {len(cells)} cells",
            hint="Save the network again: model.save('model.keras').",
        )
    layers = [
        (cell_weights(kinds[0], str(config.get("name")), arrays[k * each : (k + 1) * each]),)
        for k in range(len(cells))
    ]
    return Recurrent(
        kinds[0],
        options[0],
        tuple(layers),
        sequences=bool(config.get("return_sequences")),
        backwards=bool(config.get("go_backwards")),
        stateful=bool(config.get("stateful")),
        config=config,
    )


def _both(config: Mapping[str, Any], arrays: Sequence[Array], version: str) -> Recurrent:
    wrapped = config["layer"]
    other = config.get("backward_layer") or wrapped
    half = len(arrays) // 2
    one, two = (
        recurrent(str(layer["class_name"]), layer["config"], part, version)
        for layer, part in ((wrapped, arrays[:half]), (other, arrays[half:]))
    )
    if (one.cell, one.options, len(one.layers), len(two.layers)) != (two.cell, two.options, 1, 1):
        raise UnsupportedNetwork(
            f"the two directions of {shorten(config.get('name'))} differ, or are stacks of cells themselves",
            hint="Wrap each layer of its own: Bidirectional(LSTM(8)).",
        )
    merge = config.get("merge_mode")
    return Recurrent(
        one.cell,
        one.options,
        ((one.layers[0][0], two.layers[0][0]),),
        sequences=one.sequences,
        # The backward layer turns round whatever the forward one does: it is that one's opposite.
        backwards=one.backwards,
        merge="none" if merge is None else str(merge),
        stateful=one.stateful,
        config=one.config,
    )


def _cells(class_name: str, config: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Class and configuration of each cell of a layer."""
    if class_name != "RNN":
        return [(class_name, config)]
    cell = config["cell"]
    if cell["class_name"] == "StackedRNNCells":
        return [(str(one["class_name"]), one["config"]) for one in cell["config"]["cells"]]
    return [(str(cell["class_name"]), cell.get("config") or {})]


def _cell_of(name: str) -> str:
    if name not in RECURRENT:
        raise UnsupportedNetwork(
            f"the cell {shorten(name)} is none that can be run here; LSTM, GRU and SimpleRNN are",
            hint="A cell of one's own is code, which a file only names.",
        )
    return RECURRENT[name]


def _options(cell: str, config: Mapping[str, Any], arrays: Sequence[Array], version: str) -> dict[str, Any]:
    """The canonical options: only what differs from the usual cell."""
    options: dict[str, Any] = {}
    candidate = activation(config.get("activation", "tanh"), version)
    if candidate != "tanh":
        options["activation"] = candidate
        if cell == "lstm":
            options["output_activation"] = candidate
    gates = activation(config.get("recurrent_activation", "sigmoid"), version)
    if cell != "rnn" and gates != "sigmoid":
        options["recurrent_activation"] = gates
    if cell == "gru":
        # Where a file does not say it, the bias tells: with the reset before the product there is only one.
        one = len(arrays) > 2 and arrays[2].shape == arrays[1].shape[1:]
        options["reset_after"] = bool(config.get("reset_after", not one))
    return options
