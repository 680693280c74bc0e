"""``serve``: the page and the API on an address."""

from __future__ import annotations

import argparse
import gc

import uvicorn

from app.main import create_app
from app.settings import Settings

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser, settings: Settings) -> None:
    """Where to listen."""
    parser.add_argument("--host", default=settings.host, help="address to listen on (%(default)s)")
    parser.add_argument("--port", default=settings.port, type=int, help="TCP port (%(default)s)")


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Serve until a signal comes."""
    hosts = settings.trusted_hosts
    if options.host not in hosts and options.host not in ("0.0.0.0", "::"):  # noqa: S104  # compared, not bound
        hosts = (*hosts, options.host)
    app = create_app(settings.model_copy(update={"trusted_hosts": hosts}))
    # What exists now stays: the collector need not walk through it whenever a large body is read.
    gc.freeze()
    print(f"Gatescope: http://{options.host}:{options.port}", flush=True)
    uvicorn.run(
        app,
        host=options.host,
        port=options.port,
        # h11 bounds its headers; the faster parser takes a header of any size.
        http="h11",
        ws="none",
        h11_max_incomplete_event_size=settings.header_bytes,
        timeout_keep_alive=settings.keep_alive_seconds,
        timeout_graceful_shutdown=settings.shutdown_seconds,
        server_header=False,
    )
    return 0
