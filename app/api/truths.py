"""The route of what a head should have said."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.admission import Admission
from app.api.describe import errors_of, json_body
from app.api.encode import dump
from app.api.media import JSON, read_body
from app.api.sequences import SequenceLimits, encode
from app.inputs import read_sequence
from app.library import Library
from app.rules import Rules
from app.schema import TruthAnswer, TruthRequest

__all__ = ["Truths", "routes"]

# Measured: the slowest rule goes through the steps one by one, in Python.
_SECONDS_A_STEP = 5e-5


class Truths:
    """Answers what a head should say.

    Parameters
    ----------
    library : Library
        The networks that a request can name.
    rules : Rules
        Of those networks that have one.
    admission : Admission
        Who computes what when.
    limits : SequenceLimits
        What may be sent.
    """

    def __init__(self, library: Library, rules: Rules, admission: Admission, limits: SequenceLimits) -> None:
        self.rules = rules
        self.admission = admission
        self._library = library
        self._limits = limits

    async def tell(self, request: TruthRequest) -> bytes:
        """The answer to a request.

        Raises
        ------
        GatescopeError
            For all that can be wrong with it.
        """
        network = await self._library.get(request.model)
        stack, head = network.stacks[0], network.head
        encoded = encode(network, stack, request, self._limits)
        values = read_sequence(stack, encoded.values, "float32")

        def work() -> bytes:
            return dump(
                {
                    "model": network.id,
                    "kind": head and head.kind,
                    "labels": head and head.labels,
                    "length": len(values),
                    "expected": self.rules.expected(network, values),
                }
            )

        return await self.admission.run(len(values) * _SECONDS_A_STEP, work)


def routes(truths: Truths) -> APIRouter:
    """``POST /truths``."""
    router = APIRouter(tags=["Truths"])

    @router.post(
        "/truths",
        response_class=Response,
        responses={
            200: {"model": TruthAnswer, "description": "One entry a step."},
            **errors_of(400, 404, 413, 415, 422, 503),
        },
        openapi_extra=json_body(TruthRequest),
    )
    async def tell_truth(request: Request) -> Response:
        """Say what the head should say at each step, by the rule of the task."""
        wanted = await read_body(request, TruthRequest, truths.admission)
        answer = await truths.tell(wanted)
        return Response(answer, media_type=JSON, headers={"Cache-Control": "no-store"})

    return router
