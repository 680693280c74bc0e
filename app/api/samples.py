"""The route on which a network writes on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import orjson
from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.admission import Limits, check_price, price_drawing, price_trace
from app.api.describe import errors_of, json_body
from app.api.encode import dump, encode_json, make_answer
from app.api.media import JSON, read_body
from app.api.sequences import SequenceLimits, encode
from app.api.tracing import Tracer
from app.cells import cell_of
from app.encoders import Encoded, Token
from app.errors import SequenceTooLong
from app.network import Network
from app.sampling import Manner, Written, write_on
from app.schema import SampleAnswer, SampleRequest
from app.selection import Selection, plan_selection
from app.trace import run
from app.writing import Writer, writer_of

__all__ = ["Sampler", "routes"]


class Sampler:
    """Lets networks write on.

    Parameters
    ----------
    tracer : Tracer
        Has the networks, and says who computes what when.
    limits : Limits
        What one trace may cost, drawing included.
    sequences : SequenceLimits
        What may be sent and asked for.
    """

    def __init__(self, tracer: Tracer, limits: Limits, sequences: SequenceLimits) -> None:
        self.admission = tracer.admission
        self._library = tracer.library
        self._limits = limits
        self._sequences = sequences

    async def sample(self, request: SampleRequest) -> bytes:
        """The answer to a request.

        Raises
        ------
        GatescopeError
            For all that can be wrong with it.
        """
        network = await self._library.get(request.model)
        writer = writer_of(network, self._library.registry.list())
        beginning = encode(network, writer.stack, request, self._sequences)
        _check_lengths(len(beginning.values), request.length, self._sequences)
        seconds = self._price(writer, len(beginning.values), request)
        return await self.admission.run(seconds, lambda: _answer(network, writer, beginning, request))

    def _price(self, writer: Writer, begun: int, request: SampleRequest) -> float:
        """Seconds of the trace of the whole and of the drawing, when both are within the limits."""
        stack, precision, length = writer.stack, request.precision, request.length
        plan = plan_selection(Selection(channels=request.channels), cell_of(stack), stack, begun + length)
        price = price_trace(stack, plan, precision=precision, encoding=request.encoding)
        drawing = price_drawing(stack, writer.head.W.size, length, precision=precision)
        price = replace(price, seconds=price.seconds + drawing)
        check_price(price, self._limits, request.encoding)
        return price.seconds


def routes(sampler: Sampler) -> APIRouter:
    """``POST /samples``."""
    router = APIRouter(tags=["Samples"])

    @router.post(
        "/samples",
        response_class=Response,
        responses={
            200: {"model": SampleAnswer, "description": "What was drawn, and the trace of the whole."},
            **errors_of(400, 404, 413, 415, 422, 503),
        },
        openapi_extra=json_body(SampleRequest),
    )
    async def write_on(request: Request) -> Response:
        """Let a network that predicts the next token write on, and trace the whole text."""
        wanted = await read_body(request, SampleRequest, sampler.admission)
        answer = await sampler.sample(wanted)
        return Response(answer, media_type=JSON, headers={"Cache-Control": "no-store"})

    return router


def _answer(network: Network, writer: Writer, beginning: Encoded, request: SampleRequest) -> bytes:
    manner = Manner(request.temperature, request.seed, request.top)
    written = write_on(
        writer.stack,
        writer.head,
        beginning.values,
        writer.encoder.vectors,
        writer.ids,
        length=request.length,
        manner=manner,
        precision=request.precision,
    )
    # One fast run has every channel of every step; keeping them while drawing would be a second engine.
    whole = _whole(writer, beginning, written)
    selection = Selection(channels=request.channels)
    trace = run(writer.stack, whole.values, selection=selection, precision=request.precision)
    answer = make_answer(network, writer.stack, trace, whole.tokens)
    begins_at = len(beginning.values)
    new = (whole.tokens or ())[begins_at:]
    begun = writer.encoder.decode(beginning) if request.text is None else request.text
    number = np.dtype(request.precision).type
    return dump(
        {
            "model": network.id,
            "digest": network.digest,
            "begins_at": begins_at,
            "temperature": request.temperature,
            "top": request.top,
            "seed": request.seed,
            "stopped": written.stopped,
            "text": writer.join(begun, (token.text for token in new)),
            "drawn": [
                {"step": step, "id": token.id, "text": token.text, "probability": number(one.probability)}
                for step, (token, one) in enumerate(zip(new, written.drawn, strict=True), begins_at)
            ],
            "trace": orjson.Fragment(encode_json(answer, in_base64=request.encoding == "base64")),
        }
    )


def _whole(writer: Writer, beginning: Encoded, written: Written) -> Encoded:
    """The beginning and what was drawn, as the network sees it."""
    encoder, ids = writer.encoder, [token.id for token in written.drawn]
    tokens = tuple(Token(encoder.vocabulary[index], index, True) for index in ids)
    values = np.concatenate([beginning.values, encoder.vectors[ids]])
    return Encoded(values, (*(beginning.tokens or ()), *tokens))


def _check_lengths(begun: int, length: int, limits: SequenceLimits) -> None:
    if length > limits.sample_steps:
        raise SequenceTooLong(
            f"length is {length:,}; the limit is {limits.sample_steps:,} steps",
            hint="Ask for fewer, then send what was written to have it go on.",
            pointer="/length",
        )
    if begun + length > limits.steps:
        raise SequenceTooLong(
            f"the beginning has {begun:,} steps and {length:,} are to come; together the limit is "
            f"{limits.steps:,}",
            hint="Send a shorter beginning, or ask for fewer steps.",
            pointer="/length",
        )
