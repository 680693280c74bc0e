"""The only wiring: every part is made here and handed to those that use it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from starlette.types import ASGIApp

from app import __version__
from app.admission import Admission, Limits
from app.api import health, models, samples, traces, truths, uploads
from app.api.cache import AnswerCache
from app.api.models import describe_model
from app.api.openapi import Document
from app.api.samples import Sampler
from app.api.sequences import SequenceLimits
from app.api.tracing import Tracer
from app.api.truths import Truths
from app.assets import Assets
from app.boot import Boot
from app.handlers import install, respond
from app.learn.course import Course
from app.learn.routes import learn_routes
from app.library import Library
from app.middleware import Shell, ShellLimits, security_headers
from app.pages import Pages
from app.problems import Problem
from app.registry import Registry
from app.rules import Rule, Rules
from app.sandbox import Sandbox, SandboxLimits
from app.settings import Settings
from app.store import Store, StoreLimits
from app.training.tasks import TASKS
from app.uploads import UploadLimits, Uploads

__all__ = ["create_app", "make_sandbox"]

BASE = "/api/v1"
EMBED = "/embed/"
# The time of day in examples: 2026-01-01, noon.
_REHEARSED = 1_767_268_800.0


class _Application(FastAPI):
    """A FastAPI whose whole stack of middleware, error pages included, stands in a shell."""

    shell: Callable[[ASGIApp], ASGIApp]

    def build_middleware_stack(self) -> ASGIApp:
        return self.shell(super().build_middleware_stack())


def create_app(
    settings: Settings, *, sandbox: Sandbox | None = None, clock: Callable[[], float] = time.time
) -> FastAPI:
    """Make the application.

    Parameters
    ----------
    settings : Settings
        Every limit and path.
    sandbox : Sandbox, optional
        Reads files; one with the limits of the settings when absent.
    clock : callable
        Seconds since 1970, for the networks that people bring.

    Returns
    -------
    FastAPI
        An ASGI application.
    """
    assets = Assets(settings.static_folder, development=settings.development)
    pages = Pages(settings.templates_folder, assets, development=settings.development)
    registry = Registry(settings.zoo_folder, first=settings.default_model, order=settings.model_order)
    admission = _admission(settings)
    limits, sequences = _limits(settings), _sequence_limits(settings)
    store, reading = _store(settings, clock), _reading(settings)
    is_mine = sandbox is None
    sandbox = sandbox or make_sandbox(settings)
    library = Library(registry, store, admission, describe_model, cache_bytes=settings.store_cache_bytes)
    own = Uploads(library, sandbox, reading, describe_model, _upload_limits(settings))
    tracer = Tracer(library, admission, limits, sequences)
    teller = Truths(library, _rules(), admission, sequences)
    cache = AnswerCache(entries=settings.cache_entries, size=settings.cache_bytes)
    boot = Boot(tracer, teller, assets, sequences, own.limits, json_values=settings.json_values)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        store.sweep()
        # After another version wrote the store every network is read once, here and not under a request.
        await asyncio.to_thread(library.describe_stored)
        if settings.uploads:
            # Nobody waits for it: the first file may come a moment later.
            Thread(target=sandbox.warm, daemon=True).start()
        yield
        admission.close()
        reading.close()
        if is_mine:
            sandbox.close()
        store.close()

    app = _Application(
        title="Gatescope",
        version=__version__,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )

    @asynccontextmanager
    async def rehearse() -> AsyncIterator[FastAPI]:
        with TemporaryDirectory() as folder:
            changes = {"store_folder": Path(folder), "uploads": True, "deletes": True}
            stage = create_app(settings.model_copy(update=changes), sandbox=sandbox, clock=lambda: _REHEARSED)
            async with stage.router.lifespan_context(stage):
                yield stage

    document = Document(app, _own_name(settings), rehearse)

    def refuse(request: Request, problem: Problem) -> Response:
        return respond(request, problem, pages.problem)

    headers_for = lru_cache(maxsize=2)(security_headers)

    def shell(inner: ASGIApp) -> ASGIApp:
        return Shell(
            inner,
            headers=lambda path: headers_for(
                assets.import_map_hash, settings.embed_ancestors if path.startswith(EMBED) else None
            ),
            refuse=refuse,
            limits=ShellLimits(
                settings.body_bytes,
                settings.model_file_bytes,
                f"{BASE}/models",
                settings.trusted_hosts,
                settings.gzip_from_bytes,
                settings.gzip_to_bytes,
            ),
        )

    app.shell = shell
    install(app, pages.problem)
    app.include_router(models.routes(library, json_values=settings.json_values), prefix=BASE)
    app.include_router(
        uploads.routes(
            own, admission, idle_seconds=settings.receive_seconds, whole_seconds=settings.upload_seconds
        ),
        prefix=BASE,
    )
    app.include_router(traces.routes(tracer, cache), prefix=BASE)
    app.include_router(truths.routes(teller), prefix=BASE)
    app.include_router(samples.routes(Sampler(tracer, limits, sequences)), prefix=BASE)
    app.include_router(health.routes(admission))
    app.include_router(_document_route(document.encoded), prefix=BASE)
    app.include_router(pages.routes(boot, document.reference))
    course = Course(assets, registry, json_values=settings.json_values)
    app.include_router(learn_routes(pages, course))
    return app


def _own_name(settings: Settings) -> str:
    name = settings.trusted_hosts[0]
    return "localhost" if name == "*" else name


def _document_route(encoded: Callable[[], Awaitable[bytes]]) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/openapi.json")
    async def read_document() -> Response:
        """Return the OpenAPI document."""
        headers = {"Cache-Control": "no-cache"}
        return Response(await encoded(), media_type="application/json", headers=headers)

    return router


def _admission(settings: Settings) -> Admission:
    return Admission(
        workers=settings.pool_workers,
        queue=settings.pool_queue,
        loop_seconds=settings.loop_seconds,
        inline_seconds=settings.inline_seconds,
        pool_seconds=settings.pool_seconds,
    )


def make_sandbox(settings: Settings) -> Sandbox:
    """Make what reads files of strangers, with the limits of a deployment."""
    return Sandbox(
        SandboxLimits(
            seconds=settings.read_seconds,
            memory_bytes=settings.read_memory,
            unpacked_bytes=settings.unpacked_bytes,
            tensors=settings.tensors,
            ratio=settings.ratio,
        )
    )


def _store(settings: Settings, clock: Callable[[], float]) -> Store:
    limits = StoreLimits(settings.store_bytes, settings.store_networks, settings.store_days)
    return Store(settings.networks_folder, limits, clock)


def _reading(settings: Settings) -> Admission:
    """Threads that wait for files to be read; those that compute traces are others."""
    return Admission(
        workers=settings.read_workers,
        queue=settings.read_queue,
        loop_seconds=0,
        inline_seconds=settings.read_seconds,
        pool_seconds=settings.read_seconds,
    )


def _upload_limits(settings: Settings) -> UploadLimits:
    return UploadLimits(
        uploads=settings.uploads,
        deletes=settings.deletes,
        file_bytes=settings.model_file_bytes,
        days=settings.store_days,
        at_once=settings.read_workers + settings.read_queue,
    )


def _limits(settings: Settings) -> Limits:
    return Limits(
        answer_bytes=settings.answer_bytes,
        trace_bytes=settings.trace_bytes,
        json_values=settings.json_values,
        pool_seconds=settings.pool_seconds,
    )


def _rules() -> Rules:
    """The truths that the tasks know; asking for them loads nothing of the trainer."""
    return Rules({name: Rule(task.truth, task.head_labels) for name, task in TASKS.items() if task.truth})


def _sequence_limits(settings: Settings) -> SequenceLimits:
    return SequenceLimits(
        steps=settings.steps,
        sample_steps=settings.sample_steps,
        text_characters=settings.text_characters,
        inline_parameters=settings.inline_parameters,
    )
