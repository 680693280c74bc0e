"""The activation functions of a recurrent ONNX node, as options of a stack."""

from __future__ import annotations

import numpy as np

from app.cells.activations import activation
from app.errors import UnsupportedNetwork, shorten
from app.readers.onnx.graph import Node

__all__ = ["activations"]

# Operator -> the option of each of its functions, in ONNX's order, and the usual one.
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "LSTM": (("recurrent_activation", "activation", "output_activation"), ("sigmoid", "tanh", "tanh")),
    "GRU": (("recurrent_activation", "activation"), ("sigmoid", "tanh")),
    "RNN": (("activation",), ("tanh",)),
}
# ONNX's name in small letters -> ours, and the defaults of alpha and beta. Entries of activation_alpha belong
# to the functions that have an alpha, in order. None: there is no default that programs agree on.
FUNCTIONS: dict[str, tuple[str, tuple[float | None, ...]]] = {
    "sigmoid": ("sigmoid", ()),
    "tanh": ("tanh", ()),
    "relu": ("relu", ()),
    "softsign": ("softsign", ()),
    "softplus": ("softplus", ()),
    "elu": ("elu", (1.0,)),
    "leakyrelu": ("leaky_relu", (0.01,)),
    "thresholdedrelu": ("thresholded_relu", (None,)),
    "hardsigmoid": ("hard_sigmoid", (0.2, 0.5)),
    "affine": ("affine", (None, None)),
    "scaledtanh": ("scaled_tanh", (None, None)),
}


def activations(node: Node, directions: int) -> dict[str, str]:
    """Options for the functions that are not the usual ones.

    Parameters
    ----------
    node : Node
        An LSTM, GRU or RNN.
    directions : int
        1 or 2; both must have the same functions.

    Returns
    -------
    dict
        Such as ``{"recurrent_activation": "hard_sigmoid(0.2,0.5)"}``.

    Raises
    ------
    UnsupportedNetwork
        When a function is unknown, or differs between the directions.

    Examples
    --------
    >>> from onnx import helper
    >>> from app.readers.onnx.graph import Scope
    >>> given = helper.make_attribute("activations", ["HardSigmoid", "Tanh"])
    >>> node = Node("GRU", "", (), (), {"activations": given}, Scope())
    >>> activations(node, directions=1)
    {'recurrent_activation': 'hard_sigmoid(0.2,0.5)'}
    """
    parts, usual = PARTS[node.op]
    names = node.words("activations")
    if not names:
        return {}
    if len(names) != len(parts) * directions:
        raise UnsupportedNetwork(
            f"{node.op} {shorten(node.name)} names {len(names)} activations; "
            f"{len(parts) * directions} are needed",
            hint="Export the network again.",
        )
    alphas, betas = iter(node.floats("activation_alpha")), iter(node.floats("activation_beta"))
    found = []
    for name in names:
        if name.lower() not in FUNCTIONS:
            raise UnsupportedNetwork(
                f"{node.op} {shorten(node.name)} has the activation {shorten(name)}",
                hint=f"Known are {', '.join(function for function, _ in FUNCTIONS.values())}.",
            )
        function, defaults = FUNCTIONS[name.lower()]
        numbers = [next(given, default) for given, default in zip((alphas, betas), defaults, strict=False)]
        if None in numbers:
            raise UnsupportedNetwork(
                f"{node.op} {shorten(node.name)} has the activation {name} without its numbers",
                hint="Programs take it differently. Export with activation_alpha and activation_beta.",
            )
        text = f"{function}({','.join(map(_number, numbers))})" if numbers else function
        found.append(activation(text).name)
    forward, backward = found[: len(parts)], found[len(parts) :]
    if backward and backward != forward:
        raise UnsupportedNetwork(
            f"{node.op} {shorten(node.name)} has other activations forward ({', '.join(forward)}) "
            f"than backward ({', '.join(backward)})",
            hint="Both directions of a layer need the same ones.",
        )
    return {part: found for part, found, plain in zip(parts, forward, usual, strict=True) if found != plain}


def _number(number: float | None) -> str:
    """The shortest decimal of a 32-bit number, which is what a file holds."""
    return str(np.float32(number or 0)).removesuffix(".0")
