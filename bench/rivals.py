"""What a reader would use otherwise: torch, onnxruntime, the recipe of the forums, plain NumPy."""

from collections.abc import Callable

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from app.cells import cell_of
from app.weights import Array, Stack

# ONNX orders the gates input, output, forget, candidate; torch input, forget, candidate, output.
ONNX_ROWS = [0, 3, 1, 2]


def torch_hidden(lstm: nn.LSTM, x: Array) -> Callable[[], object]:
    """``torch.nn.LSTM``: h of every step, and no gate."""
    sequence = torch.from_numpy(x)

    @torch.no_grad()
    def call() -> object:
        return lstm(sequence)

    return call


@torch.no_grad()
def recipe(lstm: nn.LSTM, x: Tensor) -> tuple[Tensor, ...]:
    """The forums' answer to "how do I get the gates": the cell by hand, one step after the other.

    The lines of the step are those of torch's own example of a custom cell, which answers quote.

    Returns
    -------
    tuple of Tensor
        i, f, g, o, c, h; each [T, 1, H].
    """
    hx = cx = torch.zeros(1, lstm.hidden_size)
    steps = []
    for x_t in x.unsqueeze(1):
        gates = torch.mm(x_t, lstm.weight_ih_l0.t()) + lstm.bias_ih_l0
        gates = gates + torch.mm(hx, lstm.weight_hh_l0.t()) + lstm.bias_hh_l0
        ingate, forgetgate, cellgate, outgate = gates.chunk(4, 1)
        ingate = torch.sigmoid(ingate)
        forgetgate = torch.sigmoid(forgetgate)
        cellgate = torch.tanh(cellgate)
        outgate = torch.sigmoid(outgate)
        cx = (forgetgate * cx) + (ingate * cellgate)
        hx = outgate * torch.tanh(cx)
        steps.append((ingate, forgetgate, cellgate, outgate, cx, hx))
    return tuple(torch.stack(channel) for channel in zip(*steps, strict=True))


def cell_recipe(lstm: nn.LSTM) -> Callable[[Tensor], tuple[Tensor, Tensor]]:
    """The shorter recipe: a loop over ``torch.nn.LSTMCell``, which gives h and c but no gate."""
    cell = nn.LSTMCell(lstm.input_size, lstm.hidden_size)
    cell.load_state_dict({name.removesuffix("_l0"): value for name, value in lstm.state_dict().items()})

    @torch.no_grad()
    def call(x: Tensor) -> tuple[Tensor, Tensor]:
        h = c = torch.zeros(1, lstm.hidden_size)
        steps = []
        for x_t in x:
            h, c = cell(x_t[None], (h, c))
            steps.append((h, c))
        hidden, cells = zip(*steps, strict=True)
        return torch.cat(hidden), torch.cat(cells)

    return call


def onnx_hidden(lstm: nn.LSTM, x: Array) -> Callable[[], object]:
    """The LSTM of onnxruntime: h of every step, and no gate."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        _onnx_model(lstm).SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    sequence = {"X": x[:, None]}
    return lambda: session.run(["Y"], sequence)


def plain_steps(stack: Stack, x: Array) -> dict[str, Array]:
    """Our own cell as its equations are written, one step after the other, over one layer."""
    cell, weights = cell_of(stack), stack.layers[0][0]
    state = dict.fromkeys(cell.states, np.zeros(weights.hidden_size, x.dtype))
    steps = []
    for x_t in x:
        state = cell.step(x_t, state, weights)
        steps.append(state)
    return {name: np.stack([step[name] for step in steps]) for name in cell.channels}


def _onnx_model(lstm: nn.LSTM) -> onnx.ModelProto:
    def rows(name: str) -> Array:
        array = getattr(lstm, name).detach().numpy()
        return np.concatenate([np.split(array, 4)[row] for row in ONNX_ROWS])

    arrays = {
        "W": rows("weight_ih_l0")[None],
        "R": rows("weight_hh_l0")[None],
        "B": np.concatenate([rows("bias_ih_l0"), rows("bias_hh_l0")])[None],
    }
    node = helper.make_node("LSTM", ["X", "W", "R", "B"], ["Y"], hidden_size=lstm.hidden_size)
    graph = helper.make_graph(
        [node],
        "lstm",
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, 1, lstm.input_size])],
        [helper.make_tensor_value_info("Y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(np.ascontiguousarray(array), name) for name, array in arrays.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
