"""Whether the process lives, and whether it can compute now."""

from __future__ import annotations

import numpy as np
from fastapi import APIRouter
from fastapi.responses import Response

from app.admission import Admission
from app.api.describe import errors_of
from app.api.encode import dump
from app.api.media import JSON
from app.inline import RandomNetwork
from app.schema import Health
from app.trace import run

__all__ = ["routes"]

_PATIENCE_SECONDS = 2.0


def routes(admission: Admission) -> APIRouter:
    """``GET /healthz``, ``GET /readyz``."""
    router = APIRouter(tags=["Health"])
    stack = RandomNetwork("lstm", input_size=1, hidden_size=2, seed=0).build().stacks[0]
    headers = {"Cache-Control": "no-store"}

    @router.get(
        "/healthz",
        response_class=Response,
        responses={200: {"model": Health, "description": "The process lives."}},
    )
    async def alive() -> Response:
        """Say that the process lives."""
        return Response(dump({"status": "alive"}), media_type=JSON, headers=headers)

    @router.get(
        "/readyz",
        response_class=Response,
        responses={200: {"model": Health, "description": "A trace was computed."}, **errors_of(503)},
    )
    async def ready() -> Response:
        """Compute a small trace in the pool, as a dear request would."""
        await admission.run_in_pool(lambda: run(stack, np.ones((1, 1))), timeout=_PATIENCE_SECONDS)
        return Response(dump({"status": "ready"}), media_type=JSON, headers=headers)

    return router
