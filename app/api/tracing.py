"""From a checked request to an answer: find the network, encode, price, run, write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.admission import Admission, Encoding, Limits, check_price, price_trace
from app.analysis.arithmetic import explain
from app.api.encode import encode_json, make_answer
from app.api.encode_table import encode_csv, encode_npz
from app.cells import Arithmetic, get_cell
from app.encoders import Encoded, encode_values
from app.errors import InvalidState, SequenceTooLong
from app.inline import RandomNetwork, given_network
from app.network import Network
from app.registry import Registry
from app.schema import ArithmeticRequest, GivenModel, RandomModel, States, TraceRequest
from app.selection import Plan, Selection, plan_selection
from app.trace import InitialState, run
from app.weights import Stack

__all__ = ["SequenceLimits", "Tracer"]

AnyRequest = TraceRequest | ArithmeticRequest
_SECONDS_A_WEIGHT = 2e-8


@dataclass(frozen=True, slots=True)
class SequenceLimits:
    """How much may be sent; the fields of :class:`app.settings.Settings` say more."""

    steps: int
    text_characters: int
    inline_parameters: int


@dataclass(frozen=True, eq=False)
class _Job:
    """A request with everything looked up, ready to run."""

    network: Network
    stack: Stack
    encoded: Encoded
    initial_state: InitialState | None
    selection: Selection
    plan: Plan


class Tracer:
    """Answers requests for traces.

    Parameters
    ----------
    registry : Registry
        The networks that a request can name.
    admission : Admission
        Who computes what when.
    limits : Limits
        What one trace may cost.
    sequences : SequenceLimits
        What may be sent.
    """

    def __init__(
        self,
        registry: Registry,
        admission: Admission,
        limits: Limits,
        sequences: SequenceLimits,
    ) -> None:
        self.registry = registry
        self.admission = admission
        self._limits = limits
        self._sequences = sequences

    async def trace(self, request: TraceRequest, encoding: Encoding) -> bytes:
        """The answer to a trace request, in the given form.

        Raises
        ------
        GatescopeError
            For all that can be wrong with it.
        """
        job = await self._prepare(request, _selection(request))
        price = price_trace(job.stack, job.plan, precision=request.precision, encoding=encoding)
        check_price(price, self._limits, encoding)

        def work() -> bytes:
            trace = run(
                job.stack,
                job.encoded.values,
                initial_state=job.initial_state,
                selection=job.selection,
                precision=request.precision,
            )
            answer = make_answer(job.network, job.stack, trace, job.encoded.tokens)
            if encoding == "npz":
                return encode_npz(answer)
            if encoding == "csv":
                return encode_csv(answer)
            return encode_json(answer, in_base64=encoding == "base64")

        return await self.admission.run(price.seconds, work)

    async def explain(self, request: ArithmeticRequest) -> Arithmetic:
        """How one number of a trace came to be; raises like :meth:`trace`."""
        # The place itself is checked where it is looked up; the price is that of running everything.
        job = await self._prepare(request, Selection(units=[0]))
        price = price_trace(job.stack, job.plan, precision=request.precision, encoding="json")
        check_price(price, self._limits, "json")

        def work() -> Arithmetic:
            return explain(
                job.stack,
                job.encoded.values,
                layer=request.layer,
                direction=request.direction,
                step=request.step,
                channel=request.channel,
                unit=request.unit,
                initial_state=job.initial_state,
                precision=request.precision,
                input_labels=job.network.encoder.labels,
            )

        return await self.admission.run(price.seconds, work)

    async def _prepare(self, request: AnyRequest, selection: Selection) -> _Job:
        network = await self._network(request.model)
        stack = network.stack(request.stack)
        encoded = self._encode(network, stack, request)
        plan = plan_selection(selection, get_cell(stack.cell), stack, len(encoded.values))
        return _Job(network, stack, encoded, _initial_state(request.initial_state), selection, plan)

    async def _network(self, model: str | RandomModel | GivenModel) -> Network:
        if isinstance(model, str):
            return self.registry.get(model)
        build: Callable[[], Network]
        if isinstance(model, RandomModel):
            random = RandomNetwork(**model.model_dump())
            random.check(self._sequences.inline_parameters)
            count, build = random.parameters, random.build
        else:
            given, count = model, model.size

            def build() -> Network:
                entries = [entry.arrays() for entry in given.weights]
                return given_network(given.cell, entries, bidirectional=given.bidirectional)

        return await self.admission.run(count * _SECONDS_A_WEIGHT, build)

    def _encode(self, network: Network, stack: Stack, request: AnyRequest) -> Encoded:
        limits = self._sequences
        if request.text is not None:
            _check_length(len(request.text), limits.text_characters, "text", "characters")
            encoded = network.encoder.encode_text(request.text)
        elif request.tokens is not None:
            _check_length(len(request.tokens), limits.steps, "tokens", "steps")
            encoded = network.encoder.encode_tokens(request.tokens)
        elif request.token_ids is not None:
            _check_length(len(request.token_ids), limits.steps, "token_ids", "steps")
            encoded = network.encoder.encode_ids(request.token_ids)
        else:
            values = request.values or []
            _check_length(len(values), limits.steps, "values", "steps")
            return encode_values(values, stack.input_size)
        _check_length(len(encoded.values), limits.steps, request.given[0], "steps")
        return encoded


def _selection(request: TraceRequest) -> Selection:
    return Selection(
        channels=request.channels,
        layers=request.layers,
        directions=request.directions,
        units=request.units,
        start=request.start,
        stop=request.stop,
    )


def _initial_state(states: States | None) -> InitialState | None:
    if states is None:
        return None
    arrays = {}
    for name in ("hidden_state", "cell_state"):
        rows = getattr(states, name)
        if rows is None:
            continue
        if len({len(row) for row in rows}) > 1:
            raise InvalidState(
                f"the rows of {name} do not have one length",
                hint="Give one row of equal length a layer and direction.",
                pointer=f"/initial_state/{name}",
            )
        arrays[name] = np.asarray(rows, np.float64)
    return InitialState(**arrays)


def _check_length(length: int, limit: int, field: str, noun: str) -> None:
    if length > limit:
        raise SequenceTooLong(
            f"{field} has {length:,} {noun}; the limit is {limit:,}",
            hint="Send a shorter sequence, or send it in parts, each with the initial_state "
            "that the part before it ended in.",
            pointer=f"/{field}",
        )
