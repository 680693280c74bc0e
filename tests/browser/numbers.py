"""What the stage has to show, computed from the API's trace alone."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray

GATES = ["forget_gate", "input_gate", "candidate", "output_gate"]
CHANNELS = [*GATES, "cell_state", "hidden_state"]
ALL = [*CHANNELS, "input", *(f"{gate}_preactivation" for gate in GATES)]
READ = {
    "x": "input", "f": "forget_gate", "i": "input_gate", "g": "candidate", "o": "output_gate",
    "c": "cell_state", "h": "hidden_state", "a_f": "forget_gate_preactivation",
    "a_i": "input_gate_preactivation", "a_g": "candidate_preactivation", "a_o": "output_gate_preactivation",
}  # fmt: skip

Array = NDArray[np.float64]


def decimals(value: float, digits: int = 2) -> str:
    """A number as the page writes it: ties away from zero, a real minus sign, no negative zero."""
    rounded = Decimal(float(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{abs(rounded)}" if rounded >= 0 or not rounded else f"\u2212{abs(rounded)}"


def read_number(text: str) -> float:
    """A number of the page, back from its text."""
    return float(text.replace("\u2212", "-").replace("\u2009", "").strip())


def trace(api: httpx.Client, **asked: Any) -> dict[str, Any]:
    """Every channel of a trace, from the API."""
    answer = api.post("/traces", json={"channels": ALL, "precision": "float32", **asked})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def vectors(
    answer: dict[str, Any], *, step: int, layer: int = 0, direction: str = "forward"
) -> dict[str, Array]:
    """Every vector of one step by its name on the stage, its products taken in float64."""
    [shown] = [one for one in answer["layers"] if (one["index"], one["direction"]) == (layer, direction)]
    before = step + (1 if direction == "backward" else -1)
    inside = 0 <= before < answer["length"]

    def row(channel: str, at: int = step) -> Array:
        return np.array(shown[channel][at], np.float32).astype(np.float64)

    def earlier(channel: str) -> Array:
        return row(channel, before) if inside else np.array(shown["initial_state"][channel], np.float64)

    found = {name: row(channel) for name, channel in READ.items()}
    found |= {"c_prev": earlier("cell_state"), "h_prev": earlier("hidden_state")}
    found["fc"] = found["f"] * found["c_prev"]
    found["ig"] = found["i"] * found["g"]
    found["tanh_c"] = np.tanh(found["c"])
    return found
