"""The functions that squash a cell's sums, by the names that files give them.

A name is a word, or a word with its numbers: "tanh", "leaky_relu(0.01)", "hard_sigmoid(1/6,0.5)".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial

import numpy as np

from app.errors import UnsupportedNetwork, shorten
from app.weights import Array

__all__ = ["SIGMOID", "TANH", "Activation", "activation", "bounded", "sigmoid"]

_CALL = re.compile(r"([a-z][a-z0-9_]{0,39})(?:\(([^()]{1,80})\))?")
_NUMBER = re.compile(r"[+-]?\d{1,20}(\.\d{0,20})?([eE][+-]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Activation:
    """A function of a sum, elementwise; two of one name are equal."""

    name: str
    function: Callable[[Array], Array] = field(compare=False, repr=False)

    def __call__(self, a: Array) -> Array:
        return self.function(a)


def sigmoid(a: Array) -> Array:
    """Logistic function, elementwise, without overflow: 1 / (1 + exp(-a)).

    Parameters
    ----------
    a : array, any shape
        Preactivations.

    Returns
    -------
    array
        Same shape, in (0, 1). Computed as (1 + tanh(a/2)) / 2: absolute error below
        6e-8 in float32; the relative error grows to 6e-4 at a = -10.

    Examples
    --------
    >>> sigmoid(np.array([-0.5, 0.0, 5.0])).round(3)
    array([0.378, 0.5  , 0.993])
    """
    half = np.asarray(0.5, dtype=a.dtype)
    return np.asarray(half * np.tanh(half * a) + half)


def bounded(a: Array, clip: float | None) -> Array:
    """Sums held between -clip and clip (ONNX: "applied to the input of activations"); None: as they are.

    Examples
    --------
    >>> bounded(np.array([-3.0, 0.5]), 2.0)
    array([-2. ,  0.5])
    """
    return a if clip is None else _between(a, -clip, clip)


def _between(a: Array, low: float, high: float) -> Array:
    # A third of the time that np.clip takes for a few numbers.
    return np.minimum(np.maximum(a, low), high)


def _relu(a: Array) -> Array:
    return np.maximum(a, 0)


def _linear(a: Array) -> Array:
    return np.array(a)


def _softsign(a: Array) -> Array:
    return np.asarray(a / (1 + np.abs(a)))


def _softplus(a: Array) -> Array:
    return np.asarray(np.maximum(a, 0) + np.log1p(np.exp(-np.abs(a))))


def _silu(a: Array) -> Array:
    return np.asarray(a * sigmoid(a))


def _selu(a: Array) -> Array:
    return np.asarray(1.0507009873554805 * _elu(1.6732632423543772, a))


def _elu(alpha: float, a: Array) -> Array:
    return np.where(a > 0, a, alpha * np.expm1(np.minimum(a, 0)))


def _leaky_relu(alpha: float, a: Array) -> Array:
    return np.where(a > 0, a, alpha * a)


def _thresholded_relu(alpha: float, a: Array) -> Array:
    return np.where(a > alpha, a, np.zeros_like(a))


def _scaled_tanh(alpha: float, beta: float, a: Array) -> Array:
    return np.asarray(alpha * np.tanh(beta * a))


def _affine(alpha: float, beta: float, a: Array) -> Array:
    return np.asarray(alpha * a + beta)


def _hard_sigmoid(alpha: float, beta: float, a: Array) -> Array:
    return _between(alpha * a + beta, 0, 1)


_PLAIN: dict[str, Callable[[Array], Array]] = {
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "relu": _relu,
    "linear": _linear,
    "softsign": _softsign,
    "softplus": _softplus,
    "silu": _silu,
    "selu": _selu,
    "exponential": np.exp,
}
# How many numbers stand in the brackets, and the function that takes them first.
_WITH_NUMBERS: dict[str, tuple[int, Callable[..., Array]]] = {
    "elu": (1, _elu),
    "leaky_relu": (1, _leaky_relu),
    "thresholded_relu": (1, _thresholded_relu),
    "scaled_tanh": (2, _scaled_tanh),
    "affine": (2, _affine),
    "hard_sigmoid": (2, _hard_sigmoid),
}


@lru_cache(maxsize=256)
def activation(text: str) -> Activation:
    """Look a function up by its name.

    Parameters
    ----------
    text : str
        sigmoid, tanh, relu, linear, softsign, softplus, silu, selu or exponential; or, with numbers:

        - elu(a): x where x > 0, else a * (exp(x) - 1)
        - leaky_relu(a): x where x > 0, else a * x
        - thresholded_relu(a): x where x > a, else 0
        - scaled_tanh(a,b): a * tanh(b * x)
        - affine(a,b): a * x + b
        - hard_sigmoid(a,b): a * x + b between 0 and 1; 1/6,0.5 in Keras 3, 0.2,0.5 in Keras 2 and ONNX

        A number may be a quotient, such as 1/6.

    Returns
    -------
    Activation
        Its name is the text without spaces.

    Raises
    ------
    UnsupportedNetwork
        When there is no such function, or it needs other numbers.

    Examples
    --------
    >>> activation("hard_sigmoid(0.2, 0.5)")(np.array([-3.0, 0.0, 1.0]))
    array([0. , 0.5, 0.7])
    """
    name = text.replace(" ", "")
    call = _CALL.fullmatch(name)
    word, inside = call.groups() if call else ("", None)
    if word in _PLAIN and inside is None:
        return Activation(name, _PLAIN[word])
    if word not in _WITH_NUMBERS:
        raise UnsupportedNetwork(
            f"the activation {shorten(text)} cannot be run",
            hint=f"Known are {', '.join((*_PLAIN, *_WITH_NUMBERS))}.",
        )
    count, function = _WITH_NUMBERS[word]
    numbers = [_number(part) for part in (inside or "").split(",")]
    if len(numbers) != count or None in numbers:
        shape = "a" if count == 1 else "a,b"
        raise UnsupportedNetwork(
            f"the activation {shorten(text)} needs its numbers: {word}({shape})",
            hint="Write them in brackets, such as hard_sigmoid(0.2,0.5) or leaky_relu(0.01).",
        )
    return Activation(name, partial(function, *numbers))


def _number(text: str) -> float | None:
    """A finite number or quotient of two; None when it is neither."""
    parts = text.split("/")
    if len(parts) > 2 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    above, below = float(parts[0]), float(parts[1]) if len(parts) == 2 else 1.0
    quotient = above / below if below else math.inf
    return quotient if math.isfinite(quotient) else None


SIGMOID, TANH = activation("sigmoid"), activation("tanh")
