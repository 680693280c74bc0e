"""Write ``docs/networks.md`` from the cards of the zoo: part of ``make docs``.

A test compares the file with what this module makes, so that no number or sentence in it is old.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.moments import cards, example_of, link_of, look_of, moment_of

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "networks.md"
SYMBOLS = {
    "forget_gate": "f", "input_gate": "i", "candidate": "g",
    "output_gate": "o", "cell_state": "c", "hidden_state": "h",
}  # fmt: skip

HEAD = """# The bundled networks

Each has learned something, and has a unit that carries it. A link opens the page at the network's
telling moment, where its picture was taken (`make run` first); "What to look at", left of the drawing,
leads to the unit. *r* is Pearson's correlation of the unit with the quantity. A *guided* unit was asked
for it in training, the others were *found by looking*. How they were trained, and every number that the
tests hold them to, is in [training.md](training.md).

| network | reads | units | says | look at |
|---|---|---|---|---|
"""


def row(card: Mapping[str, Any]) -> str:
    """Return the table row of one network."""
    look = look_of(card, example_of(card))
    name = f"[{card['title']['en']}](#{anchor(card)})"
    kind = "next" if card["predicts"] == "next" else "about what it read"
    seen = f"{unit_of(look)}, {look['meaning']['en']}"
    return f"| {name} | {card['input']['kind']} | {card['training']['hidden_size']} | {kind} | {seen} |"


def section(card: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of one network: what it learned, where to look, the picture."""
    example, moment = example_of(card), moment_of(card)
    yield f"## {card['title']['en']}"
    yield card["task"]["en"] + variant(card)
    yield f"[{example['title']['en']}](http://127.0.0.1:8000/{link_of(card)}): {example['hint']['en']}"
    yield "\n".join(look_line(card, look) for look in card["look_at"])
    chosen = unit_of({"channel": moment["c"], "unit": int(moment["u"])})
    here = f"step {int(moment['s']) + 1}, {chosen} chosen"
    yield f"![{card['title']['en']}: {here}](images/network-{card['id']}.png)"


def look_line(card: Mapping[str, Any], look: Mapping[str, Any]) -> str:
    """Return what a unit carries, with the proof."""
    guided = "guided" if look["name"] in card["training"]["readings"] else "found by looking"
    proof = f"r = {look['correlation']} on {look['computed_on']['en']}, {guided}"
    return f"- {unit_of(look)}: {look['meaning']['en']} ({proof})"


def variant(card: Mapping[str, Any]) -> str:
    """Return what sets a network apart from the one it is a variant of."""
    return f" A variant of `{card['variant_of']}`, to be compared with it." if card["variant_of"] else ""


def unit_of(look: Mapping[str, Any]) -> str:
    """Return the name of a unit's channel as it stands on the page."""
    return f"{SYMBOLS[look['channel']]}{''.join('₀₁₂₃₄₅₆₇₈₉'[int(digit)] for digit in str(look['unit'] + 1))}"


def anchor(card: Mapping[str, Any]) -> str:
    """Return where the heading of a network's section leads."""
    kept = "".join(letter for letter in card["title"]["en"] if letter.isalnum() or letter in " -_")
    return kept.lower().replace(" ", "-")


def page() -> str:
    """Return the whole page."""
    all_cards = cards()
    rows = "\n".join(row(card) for card in all_cards)
    parts = [part for card in all_cards for part in section(card)]
    return HEAD + rows + "\n\n" + "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
