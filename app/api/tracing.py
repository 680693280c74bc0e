"""From a checked request to an answer: find the network, encode, price, run, write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.admission import Admission, Encoding, Limits, check_price, price_trace
from app.analysis.arithmetic import explain
from app.api.encode import encode_json, make_answer
from app.api.encode_table import encode_csv, encode_npz
from app.api.sequences import SequenceLimits, encode
from app.cells import Arithmetic, cell_of
from app.encoders import Encoded
from app.errors import InvalidState
from app.inline import RandomNetwork, given_network
from app.library import Library
from app.network import Network
from app.schema import ArithmeticRequest, GivenModel, RandomModel, States, TraceRequest
from app.selection import Plan, Selection, plan_selection
from app.trace import InitialState, run
from app.weights import Stack

__all__ = ["Tracer"]

AnyRequest = TraceRequest | ArithmeticRequest
_SECONDS_A_WEIGHT = 2e-8


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
    library : Library
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
        library: Library,
        admission: Admission,
        limits: Limits,
        sequences: SequenceLimits,
    ) -> None:
        self.library = library
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
                input_labels=job.network.encoder_of(job.stack).labels,
            )

        return await self.admission.run(price.seconds, work)

    async def _prepare(self, request: AnyRequest, selection: Selection) -> _Job:
        network = await self._network(request.model)
        # Tokens are for the stack that reads them, numbers for the first, unless another is named.
        reads_tokens = request.values is None
        stack = network.stack(request.stack or (network.encoder_stack if reads_tokens else None))
        encoded = encode(network, stack, request, self._sequences)
        plan = plan_selection(selection, cell_of(stack), stack, len(encoded.values))
        states = _initial_state(stack, request.initial_state)
        return _Job(network, stack, encoded, states, selection, plan)

    async def _network(self, model: str | RandomModel | GivenModel) -> Network:
        if isinstance(model, str):
            return await self.library.get(model)
        build: Callable[[], Network]
        if isinstance(model, RandomModel):
            random = RandomNetwork(**{**model.model_dump(), "options": model.options.given()})
            random.check(self._sequences.inline_parameters)
            count, build = random.parameters, random.build
        else:
            given, count = model, model.size

            def build() -> Network:
                entries = [entry.arrays() for entry in given.weights]
                return given_network(
                    given.cell,
                    entries,
                    bidirectional=given.bidirectional,
                    options=given.options.given(),
                )

        return await self.admission.run(count * _SECONDS_A_WEIGHT, build)


def _selection(request: TraceRequest) -> Selection:
    return Selection(
        channels=request.channels,
        layers=request.layers,
        directions=request.directions,
        units=request.units,
        start=request.start,
        stop=request.stop,
    )


def _initial_state(stack: Stack, states: States | None) -> InitialState | None:
    if states is None:
        return None
    arrays: dict[str, Any] = {}
    # Where layers differ in their units, the rows do too.
    ragged = len(set(stack.hidden_sizes)) > 1
    for name in ("hidden_state", "cell_state"):
        rows = getattr(states, name)
        if rows is None:
            continue
        if ragged:
            arrays[name] = [np.asarray(row, np.float64) for row in rows]
            continue
        if len({len(row) for row in rows}) > 1:
            raise InvalidState(
                f"the rows of {name} do not have one length",
                hint="Give one row of equal length a layer and direction.",
                pointer=f"/initial_state/{name}",
            )
        arrays[name] = np.asarray(rows, np.float64)
    return InitialState(**arrays)
