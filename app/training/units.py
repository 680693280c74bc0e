"""Make the units of a trained network point the way a reader expects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.cells import get_cell

__all__ = ["orient"]

Array = NDArray[Any]


def orient(parameters: Mapping[str, Array], cell: str = "lstm") -> dict[str, Array]:
    """Turn units round so that a higher state means more of what the unit stands for.

    A unit whose candidate changes sign has states of the opposite sign; with the columns
    that read it changed too, the network computes the same. Units with a reading take the
    sign of that reading's weight, the others that of their weight in the head.

    Parameters
    ----------
    parameters : mapping
        As in :func:`app.training.loss.loss_and_gradients`.
    cell : str
        Whose weights they are.

    Returns
    -------
    dict
        New arrays.

    Examples
    --------
    >>> shapes = {"W_x": (4, 1, 1), "W_h": (4, 1, 1), "b": (4, 1)}
    >>> parameters = {name: np.ones(shape) for name, shape in shapes.items()}
    >>> head = {"head.W": np.array([[-2.0]]), "reading.W": np.zeros(0)}
    >>> turned = orient(parameters | head)
    >>> turned["head.W"], turned["b"].ravel()
    (array([[2.]]), array([ 1.,  1., -1.,  1.]))
    """
    candidate = [gate.name for gate in get_cell(cell).gates].index("candidate")
    turned = {name: array.copy() for name, array in parameters.items()}
    signs = np.where(turned["head.W"].sum(axis=0) < 0, -1.0, 1.0)
    signs[: turned["reading.W"].size] = np.where(turned["reading.W"] < 0, -1.0, 1.0)
    for name in ("W_x", "W_h"):
        turned[name][candidate] *= signs[:, None]
    turned["b"][candidate] *= signs
    turned["W_h"] *= signs
    turned["head.W"] *= signs
    turned["reading.W"] *= signs[: turned["reading.W"].size]
    return turned
