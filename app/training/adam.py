"""Adam (Kingma & Ba 2015) with a clipped gradient, a cosine learning rate and decoupled weight decay."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Adam", "clip", "cosine"]

Array = NDArray[Any]


def clip(gradients: Mapping[str, Array], limit: float) -> dict[str, Array]:
    """Scale all gradients together so that their joint Euclidean norm is at most ``limit``.

    Parameters
    ----------
    gradients : mapping
        Arrays of any shape, by name.
    limit : float
        Largest norm, above 0.

    Returns
    -------
    dict
        New arrays.

    Examples
    --------
    >>> clip({"a": np.array([3.0, 4.0])}, 1.0)["a"]
    array([0.6, 0.8])
    """
    norm = math.sqrt(sum(float(np.sum(array**2)) for array in gradients.values()))
    scale = min(1.0, limit / norm) if norm else 1.0
    return {name: array * scale for name, array in gradients.items()}


def cosine(step: int, steps: int, highest: float, lowest: float = 0.0) -> float:
    """Learning rate that falls from ``highest`` to ``lowest`` along half a cosine.

    Examples
    --------
    >>> [round(cosine(step, 100, 0.02), 4) for step in (0, 50, 100)]
    [0.02, 0.01, 0.0]
    """
    return lowest + (highest - lowest) * 0.5 * (1 + math.cos(math.pi * step / steps))


@dataclass(eq=False)
class Adam:
    """The optimiser's memory: running means of gradients and of their squares.

    Attributes
    ----------
    beta1, beta2 : float
        How much of each mean stays at an update.
    epsilon : float
        Keeps the division finite.
    """

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    updates: int = 0
    mean: dict[str, Array] = field(default_factory=dict)
    square: dict[str, Array] = field(default_factory=dict)

    def update(
        self, parameters: dict[str, Array], gradients: Mapping[str, Array], rate: float, decay: float = 0.0
    ) -> None:
        """Move the parameters one step against the gradient, in place.

        Parameters
        ----------
        parameters, gradients : dict, mapping
            Arrays of equal names and shapes.
        rate : float
            Learning rate.
        decay : float
            Share of every weight, times the rate, that is taken away besides; biases keep theirs.

        Examples
        --------
        >>> parameters = {"w": np.array([1.0])}
        >>> Adam().update(parameters, {"w": np.array([5.0])}, rate=0.1)
        >>> parameters["w"].round(6)
        array([0.9])
        """
        self.updates += 1
        for name, gradient in gradients.items():
            zero = np.zeros_like(gradient)
            self.mean[name] = self.beta1 * self.mean.get(name, zero) + (1 - self.beta1) * gradient
            self.square[name] = self.beta2 * self.square.get(name, zero) + (1 - self.beta2) * gradient**2
            mean = self.mean[name] / (1 - self.beta1**self.updates)
            square = self.square[name] / (1 - self.beta2**self.updates)
            if decay and gradient.ndim > 1 and name != "b":
                parameters[name] -= rate * decay * parameters[name]
            parameters[name] -= rate * mean / (np.sqrt(square) + self.epsilon)
