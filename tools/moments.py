"""The telling moment of each bundled network, as the hash of a link: for tests, screenshots and documents."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from app.registry import Registry
from app.settings import Settings

__all__ = ["cards", "example_of", "link_of", "look_of", "moment_of"]

# The operation after which a channel's values stand on the stage.
SHOWN_BY = {
    "forget_gate": "squash_f",
    "input_gate": "squash_i",
    "candidate": "squash_g",
    "output_gate": "squash_o",
    "cell_state": "settle",
    "hidden_state": "multiply_o",
}


def cards() -> list[Mapping[str, Any]]:
    """Return the card of every bundled network, in the order of the page."""
    settings = Settings()
    registry = Registry(settings.zoo_folder, first=settings.default_model, order=settings.model_order)
    return [network.card for network in registry.list()]


def moment_of(card: Mapping[str, Any]) -> dict[str, str]:
    """Return where the first example that names a step stands, at a unit that carries something.

    Parameters
    ----------
    card : mapping
        Of a bundled network.

    Returns
    -------
    dict
        Fields of the hash by key, see ``static/js/state/url.js``.
    """
    example = example_of(card)
    look = look_of(card, example)
    overview = example.get("overview")
    # A coloured text shows the channel that its example names.
    channel = example["channel"] if overview else look["channel"]
    probes = example.get("probes")
    return {
        "m": card["id"],
        **sequence_of(example),
        "s": str(example.get("step", 0)),
        "op": SHOWN_BY[channel],
        "at": "1",
        "u": str(look["unit"]),
        "c": channel,
        **({"p": ",".join(map(str, probes))} if probes else {}),
        **({"o": overview} if overview else {}),
    }


def example_of(card: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the first example that names a step, else the first."""
    examples: list[Mapping[str, Any]] = card["examples"]
    return next((one for one in examples if "step" in one), examples[0])


def look_of(card: Mapping[str, Any], example: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the unit to look at that the example means: by unit and channel, by unit, else the first."""
    looks: list[Mapping[str, Any]] = card["look_at"]
    unit, channel = example.get("unit"), example.get("channel")
    same_unit = [look for look in looks if look["unit"] == unit]
    return next((look for look in same_unit if look["channel"] == channel), (same_unit or looks)[0])


def sequence_of(example: Mapping[str, Any]) -> dict[str, str]:
    """Return what was read, as the page writes it into its hash."""
    if "values" in example:
        rows = (", ".join(f"{value:.12g}" for value in row) for row in example["values"])
        return {"values": "\n".join(rows)}
    return {"text": example["text"] if "text" in example else " ".join(example["tokens"])}


def link_of(card: Mapping[str, Any]) -> str:
    """Return the hash of the network's telling moment."""
    return f"#{urlencode(moment_of(card))}"
