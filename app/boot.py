"""What the page starts with: a real trace, so that the first picture needs no request."""

from __future__ import annotations

from collections.abc import Mapping

from app import __version__
from app.api.encode import dump
from app.api.models import describe_model, select_weights
from app.api.sequences import SequenceLimits
from app.api.tracing import Tracer
from app.api.truths import Truths
from app.assets import Assets
from app.cells import cell_of
from app.network import Network
from app.schema import TraceRequest, TruthRequest, WeightsQuery
from app.selection import extra_channels
from app.uploads import UploadLimits
from app.writing import can_write_on

__all__ = ["Boot"]

# What the page tells of a network, besides what the API does; a card may lack some.
_CARD = (
    "title", "task", "examples", "look_at", "predicts", "variant_of",
    "metrics", "metric_words", "at_least", "untrained", "knock_outs",
    "curve", "training", "seed", "trained_on", "license", "notes",
)  # fmt: skip
_TRAINING = ("steps", "batch", "tidiness", "readings")
# The same words as in the card; once is enough.
_TWICE = ("examples", "metrics", "trained_on", "license", "notes")


class Boot:
    """Makes the data block of the page and keeps it.

    Parameters
    ----------
    tracer : Tracer
        Computes the trace.
    truths : Truths
        Say what the head should have said.
    assets : Assets
        Hold the word tables.
    limits : SequenceLimits
        Those that the page tells before a request is sent.
    own : UploadLimits
        Those of networks that people bring.
    json_values : int
        Most numbers of the weights in the page.
    """

    def __init__(
        self,
        tracer: Tracer,
        truths: Truths,
        assets: Assets,
        limits: SequenceLimits,
        own: UploadLimits,
        *,
        json_values: int,
    ) -> None:
        self._tracer = tracer
        self._truths = truths
        self._assets = assets
        self._limits = {
            "steps": limits.steps,
            "text": limits.text_characters,
            "sample": limits.sample_steps,
            "file": own.file_bytes,
            "days": own.days,
            "uploads": own.uploads,
            "deletes": own.uploads and own.deletes,
        }
        self._json_values = json_values
        self._numbers: dict[str, bytes] | None = None
        self._bundled: list[object] = []
        self._cards: dict[str, object] = {}

    async def __call__(self) -> Mapping[str, bytes]:
        """JSON by name: version, models, cards, limits, request, trace, truth, weights, words."""
        if self._numbers is None:
            self._numbers = await self._compute()
        own = [{**described, "writes_on": False} for described in self._tracer.library.describe_stored()]
        cards = {one["id"]: {"title": one["title"], "examples": [], "notes": one["notes"]} for one in own}
        listed = {"models": dump([*self._bundled, *own]), "cards": dump({**self._cards, **cards})}
        return {**self._numbers, **listed, "words": dump(self._assets.words())}

    async def _compute(self) -> dict[str, bytes]:
        networks = self._tracer.library.registry.list()
        self._bundled = [_model(network) for network in networks]
        self._cards = {network.id: self._card(network) for network in networks}
        parts: dict[str, object] = {
            "version": __version__,
            "limits": self._limits,
            "request": None,
            "weights": None,
        }
        trace = truth = b"null"
        first = next((network for network in networks if _opening(network)), None)
        if first is not None:
            parts["request"] = {"model": first.id, "text": _opening(first)}
            query = WeightsQuery()
            parts["weights"] = select_weights(first, query, limit=self._json_values)
            trace = await self._trace(first)
            truth = await self._truth(first)
        return {**{name: dump(part) for name, part in parts.items()}, "trace": trace, "truth": truth}

    async def _trace(self, network: Network) -> bytes:
        cell = cell_of(network.stacks[0])
        request = TraceRequest(
            model=network.id,
            text=_opening(network),
            channels=[*cell.channels, *extra_channels(cell)],
            encoding="base64",
        )
        return await self._tracer.trace(request, "base64")

    async def _truth(self, network: Network) -> bytes:
        if not self._truths.rules.knows(network):
            return b"null"
        return await self._truths.tell(TruthRequest(model=network.id, text=_opening(network)))

    def _card(self, network: Network) -> dict[str, object]:
        return {**_card(network), "truth": self._truths.rules.knows(network)}


def _opening(network: Network) -> str | None:
    """The first text that the card suggests."""
    texts = (example.get("text") for example in network.card.get("examples", ()))
    return next((text for text in texts if text), None)


def _model(network: Network) -> dict[str, object]:
    described = {name: part for name, part in describe_model(network).items() if name not in _TWICE}
    return {**described, "writes_on": can_write_on(network)}


def _card(network: Network) -> dict[str, object]:
    card = {name: network.card[name] for name in _CARD if name in network.card}
    if "training" in card:
        card["training"] = {name: network.card["training"].get(name) for name in _TRAINING}
    if "curve" in card:
        card["curve"] = [[step, float(f"{loss:.3g}")] for step, loss in network.card["curve"]]
    return card
