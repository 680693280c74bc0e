"""The application and an empty route behind one uvicorn: ``python -m bench.server PORT ZOO``.

The empty route is a bare FastAPI's, without the application's shell around it: the least
that any route of the framework costs. ``GET /clock`` tells the processor time used so far.
"""

import sys
from pathlib import Path
from time import process_time

import uvicorn
from fastapi import FastAPI, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.main import create_app
from app.settings import Settings

EMPTY_PATH = "/empty"
CLOCK_PATH = "/clock"


def beside(app: ASGIApp) -> ASGIApp:
    """Answer the two paths above by a bare framework, everything else by ``app``."""
    bare = FastAPI(openapi_url=None)

    @bare.post(EMPTY_PATH)
    async def empty() -> Response:
        return Response()

    @bare.get(CLOCK_PATH)
    async def clock() -> float:
        return process_time()

    async def choose(scope: Scope, receive: Receive, send: Send) -> None:
        bare_path = scope.get("path") in (EMPTY_PATH, CLOCK_PATH)
        await (bare if bare_path else app)(scope, receive, send)

    return choose


def main() -> None:
    """Serve until stopped."""
    port, zoo = int(sys.argv[1]), Path(sys.argv[2])
    app = create_app(Settings(zoo_folder=zoo, default_model="letters"))
    uvicorn.run(beside(app), host="127.0.0.1", port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
