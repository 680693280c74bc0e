"""HTML routes: the page, the reference, the error page, static files."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.exceptions import HTTPException

from app import __version__
from app.assets import Assets
from app.language import COOKIE, choose_language
from app.problems import Problem

__all__ = ["THEMES", "Pages", "script_data"]

ENTRY = "js/main.js"
_YEAR = 365 * 24 * 3600
THEMES = ("light", "dark")

_EQUATION = re.compile(r"(?<=\w) = (?=[−\d])")

Boot = Callable[[], Awaitable[Mapping[str, bytes]]]
Reference = Callable[[], Awaitable[Mapping[str, Any]]]


class Pages:
    """Renders templates with the language, the addresses of assets, and words.

    Parameters
    ----------
    templates : Path
        Folder of the templates and of ``words.json``, the words of pages without scripts.
    assets : Assets
        The static files.
    development : bool
        Read templates again for every page.
    """

    def __init__(self, templates: Path, assets: Assets, *, development: bool = False) -> None:
        self._assets = assets
        self._templates = templates
        self._development = development
        self._data: dict[str, Any] = {}
        self._environment = Environment(
            loader=FileSystemLoader(templates),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=development,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(number=number, plain=plain, unbroken=unbroken)

    def routes(self, boot: Boot, reference: Reference) -> APIRouter:
        """``/``, ``/docs``, ``/static/...``.

        Parameters
        ----------
        boot : callable
            Makes the data that the page starts with, JSON by name.
        reference : callable
            Makes what the reference page shows.
        """
        router = APIRouter(include_in_schema=False)

        @router.get("/")
        async def explore(request: Request) -> Response:
            parts = dict(await boot())
            language = self.language(request)
            parts["language"] = json.dumps(language).encode()
            return self.render(request, "explore.html", entry=ENTRY, boot=script_data(parts))

        @router.get("/docs")
        async def docs(request: Request) -> Response:
            origin = str(request.base_url).rstrip("/")
            return self.render(request, "reference.html", reference=await reference(), origin=origin)

        @router.get("/static/{path:path}")
        async def static(request: Request, path: str) -> Response:
            return self._static(request, path)

        return router

    def problem(self, request: Request, problem: Problem) -> Response:
        """The error page."""
        return self.render(request, "error.html", status=problem.status, problem=problem.as_dict())

    def language(self, request: Request) -> str:
        """The language that a page for this request is written in."""
        return choose_language(request, self.data("words.json"))

    def data(self, name: str) -> Any:
        """A file of JSON that lies among the templates."""
        if self._development or name not in self._data:
            self._data[name] = json.loads((self._templates / name).read_bytes())
        return self._data[name]

    def render(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        entry: str = "",
        remember: bool = True,
        **context: Any,
    ) -> Response:
        """A page in the reader's language.

        Every template sees ``language``, ``words``, ``theme``, ``modules``,
        ``import_map``, ``path``, ``version``, and ``asset(path)`` for an address, or None.

        Parameters
        ----------
        request : Request
        template : str
            Its name.
        status : int
            Of the answer.
        entry : str
            The module that the page starts; none when empty.
        remember : bool
            Keep a language that the address asks for in a cookie.
        context
            What else the template sees. A ``theme`` goes before the reader's.
        """
        self._assets.refresh()
        language = self.language(request)
        theme = request.cookies.get("theme")
        shared: dict[str, Any] = {
            "language": language,
            "words": self.data("words.json")[language],
            "theme": theme if theme in THEMES else None,
            "modules": self._assets.modules(entry),
            "import_map": Markup(self._assets.import_map),  # noqa: S704  # made of file names and digests
            "asset": self._assets.url,
            "path": request.url.path,
            "version": __version__,
        }
        html = self._environment.get_template(template).render({**shared, **context})
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Cookie"}
        response = HTMLResponse(html, status, headers)
        if remember and request.query_params.get("lang") == language:
            response.set_cookie(COOKIE, language, max_age=_YEAR, samesite="lax")
        return response

    def _static(self, request: Request, path: str) -> Response:
        asset = self._assets.get(path)
        if asset is None:
            raise HTTPException(404)
        current = request.query_params.get("v") == asset.digest
        headers = {
            "Cache-Control": f"public, max-age={_YEAR}, immutable" if current else "no-cache",
            "ETag": f'"{asset.digest}"',
            "Vary": "Accept-Encoding",
        }
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        content = asset.content
        if asset.compressed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            content = asset.compressed
            headers["Content-Encoding"] = "gzip"
        return Response(content, media_type=asset.media_type, headers=headers)


def number(value: float, decimals: int = 2) -> str:
    """A number as it is read: fixed decimals, a real minus sign, no minus before zero.

    Examples
    --------
    >>> number(-0.04), number(-0.0004), number(0.97, 1)
    ('−0.04', '0.00', '1.0')
    """
    return plain(value, decimals).replace("-", "−")


def plain(value: float, decimals: int = 2) -> str:
    """A number as a program reads it: fixed decimals, ASCII.

    Examples
    --------
    >>> plain(-0.04)
    '-0.04'
    """
    return f"{float(value):z.{decimals}f}"


def unbroken(text: str) -> Markup:
    """A text in which no line ends inside an equation such as f₁ = 0.97.

    Examples
    --------
    >>> unbroken(Markup("so f₁ = 0.97 keeps")) == "so f₁\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}0.97 keeps"
    True
    """
    return Markup(_EQUATION.sub("\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}", escape(text)))  # noqa: S704  # escaped


def script_data(parts: Mapping[str, bytes]) -> Markup:
    """One JSON object that cannot end the script element it stands in."""
    members = (json.dumps(name).encode() + b":" + value for name, value in parts.items())
    text = b"{" + b",".join(members) + b"}"
    return Markup(text.replace(b"<", b"\\u003c").decode())  # noqa: S704  # escaped just here
