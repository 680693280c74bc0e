"""The gates of the trained network beside those it had before its training began."""

from __future__ import annotations

from app.learn.comparison import COMPANIONS, read_pair
from app.registry import read_network
from app.trace import Selection, run
from app.weights import Array, Stack

__all__ = ["training"]

CHANNELS = ("forget_gate", "input_gate")


def training() -> dict[str, object]:
    """Two gates of ``review`` over its first example, untrained and trained.

    Returns
    -------
    dict
        ``tokens`` [T]; ``unit`` to look at, from 0; ``channels``: for each gate "untrained" and
        "trained" [T, H]; ``seed`` of the first weights; ``note`` how they were drawn, in both
        languages; ``steps`` of training between the two.

    Examples
    --------
    >>> shown = training()
    >>> step = [token.text for token in shown["tokens"]].index("but")
    >>> gate = shown["channels"]["forget_gate"]
    >>> [round(float(gate[when][step, shown["unit"]]), 2) for when in ("untrained", "trained")]
    [0.84, 0.55]
    """
    review, _ = read_pair()
    before = read_network(COMPANIONS / "review-untrained.safetensors")
    example = review.card["examples"][0]
    encoded = review.encoder.encode_text(example["text"])

    def gates(stack: Stack) -> dict[str, Array]:
        trace = run(stack, encoded.values, selection=Selection(channels=CHANNELS), precision="float64")
        return dict(trace.layers[0].channels)

    untrained, trained = gates(before.stacks[0]), gates(review.stacks[0])
    return {
        "tokens": encoded.tokens,
        "unit": 0,
        "channels": {name: {"untrained": untrained[name], "trained": trained[name]} for name in CHANNELS},
        "seed": before.card["seed"],
        "steps": review.card["training"]["steps"],
        "note": before.card["notes"][0],
    }
