"""What a head should say at each step, by the rule of the task that its network was trained on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.network import Network

__all__ = ["Expected", "Rule", "Rules"]

Array = NDArray[Any]
Expected = list[Array | None]


@dataclass(frozen=True)
class Rule:
    """The truth of one task.

    Attributes
    ----------
    tell : callable
        ``tell(values)``: [T, D] to [T, K], what the head should say; NaN where there is no truth, a
        distribution over the labels for a softmax.
    labels : tuple of str
        What the K numbers are called. A network whose head says something else has no rule.
    """

    tell: Callable[[Array], Array]
    labels: tuple[str, ...]


class Rules:
    """The rules by the id of their network.

    Parameters
    ----------
    rules : mapping
        Id of a network -> its rule.
    """

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._rules = dict(rules)

    def knows(self, network: Network) -> bool:
        """Whether there is a rule for a network."""
        return self._of(network) is not None

    def expected(self, network: Network, values: Array) -> Expected:
        """What the head should say at each step.

        Parameters
        ----------
        network : Network
            With or without a rule.
        values : array [T, D]
            What the network sees.

        Returns
        -------
        list of T entries
            Softmax: the places of all labels that may come, int [n]; else float32 [K]. None where
            there is no truth, for every step where there is no rule.
        """
        rule = self._of(network)
        if rule is None or network.head is None:
            return [None] * len(values)
        with np.errstate(over="ignore"):
            told = np.asarray(rule.tell(values.astype(np.float64)), np.float32)
        known = np.asarray(np.isfinite(told).all(axis=1))
        rows: Expected = list(told)
        if network.head.kind == "softmax":
            rows = [np.flatnonzero(row > 0) for row in told]
        return [row if known[step] else None for step, row in enumerate(rows)]

    def _of(self, network: Network) -> Rule | None:
        rule = self._rules.get(network.id)
        if rule is None or network.head is None or network.head.labels != rule.labels:
            return None
        return rule
