"""Hidden state -> a prediction for every step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.errors import BrokenModel, NumericOverflow

__all__ = ["Head", "predict", "score"]

Array = NDArray[Any]
HeadKind = Literal["softmax", "sigmoid", "linear"]


@dataclass(frozen=True, eq=False)
class Head:
    """The layer after the recurrent ones.

    Attributes
    ----------
    kind : {"softmax", "sigmoid", "linear"}
        What follows the matrix product.
    W : array [K, P]
        K predictions from P hidden values.
    b : array [K]
        Bias.
    labels : tuple of str, optional
        The name of each prediction.
    """

    kind: HeadKind
    W: Array
    b: Array
    labels: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.W.ndim != 2 or self.b.shape != self.W.shape[:1]:
            raise BrokenModel(
                f"the head's W has shape {list(self.W.shape)} and b {list(self.b.shape)}; "
                "[K, P] and [K] are needed",
                hint="Store the head as a matrix and one bias a prediction.",
            )

    @property
    def size(self) -> int:
        """K."""
        return int(self.W.shape[0])


def predict(head: Head, output: Array) -> Array:
    """Apply a head to the last layer's hidden states.

    Parameters
    ----------
    head : Head
        With ``W`` [K, P].
    output : array [T, P]
        Hidden states, one row a step.

    Returns
    -------
    array [T, K]
        In the type of ``output``. Softmax rows sum to 1; sigmoid is taken through tanh,
        sigmoid(x) = (1 + tanh(x / 2)) / 2, which never overflows (absolute error 6e-8 in
        float32).

    Raises
    ------
    NumericOverflow
        When a score left the range of the type.

    Examples
    --------
    >>> head = Head("linear", np.array([[2.0]]), np.array([1.0]), ("score",))
    >>> predict(head, np.array([[0.5], [-1.0]]))
    array([[ 2.],
           [-1.]])
    """
    scores = score(head, output)
    if head.kind == "linear":
        return scores
    if head.kind == "sigmoid":
        return np.asarray((1 + np.tanh(scores / 2)) / 2)
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def score(head: Head, output: Array) -> Array:
    """What a head says before its function: W h + b.

    Parameters
    ----------
    head : Head
        With ``W`` [K, P].
    output : array [T, P]
        Hidden states, one row a step.

    Returns
    -------
    array [T, K]
        In the type of ``output``.

    Raises
    ------
    NumericOverflow
        When a score left the range of the type.

    Examples
    --------
    >>> head = Head("softmax", np.array([[2.0], [-2.0]]), np.array([1.0, 0.0]))
    >>> score(head, np.array([[0.5]]))
    array([[ 2., -1.]])
    """
    with np.errstate(over="ignore", invalid="ignore"):
        scores: Array = output @ head.W.T.astype(output.dtype) + head.b.astype(output.dtype)
    if not np.isfinite(scores).all():
        raise NumericOverflow(
            f"the predictions left the range of {output.dtype} numbers",
            hint="Use smaller values, or precision float64.",
        )
    return scores
