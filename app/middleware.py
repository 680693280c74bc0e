"""The shell around the whole application, in pure ASGI.

It stands outside the framework's own error pages, so that every answer of every status
carries the security headers, no body is read beyond its limit, and no exception escapes.
"""

from __future__ import annotations

import gzip
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import shorten
from app.problems import Problem, Refused

__all__ = ["Shell", "ShellLimits", "security_headers"]

log = logging.getLogger("gatescope")

_COMPRESSIBLE = ("text/", "application/json", "application/problem+json", "image/svg+xml")


@dataclass(frozen=True, slots=True)
class ShellLimits:
    """What the shell lets in and compresses; see :class:`app.settings.Settings`."""

    body_bytes: int
    file_bytes: int
    file_path: str
    trusted_hosts: Sequence[str]
    gzip_from_bytes: int
    gzip_to_bytes: int


RawHeaders = list[tuple[bytes, bytes]]


def security_headers(script_hash: str, ancestors: str | None = None) -> RawHeaders:
    """The headers of every answer.

    Parameters
    ----------
    script_hash : str
        Base64 SHA-256 of the one inline script, the import map.
    ancestors : str, optional
        Who may frame the page, as in ``frame-ancestors``; nobody when None.
    """
    policy = {
        "default-src": "'none'",
        "script-src": f"'self' 'sha256-{script_hash}'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "connect-src": "'self'",
        "font-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": ancestors or "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
    if ancestors is not None:
        # The older header knows no list of sites; a site that isolates itself asks for the last one.
        del headers["X-Frame-Options"]
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


@dataclass(frozen=True, slots=True)
class _Bound:
    """How large a body may be: JSON, or the file of a network."""

    bytes: int
    noun: str

    def problem(self, size: str) -> Problem:
        """What is said of a body that is larger."""
        smaller = {
            "body": "Send a shorter sequence or fewer weights.",
            "file": "Save the weights alone, without the optimiser's state: "
            "torch.save(model.state_dict(), 'model.pt').",
        }
        return Problem(
            413,
            f"{self.noun}_too_large",
            f"the {self.noun} has {size}; the limit is {self.bytes:,} bytes",
            smaller[self.noun],
            headers={"Connection": "close"},
        )


class Shell:
    """Wraps the application.

    Parameters
    ----------
    app : ASGI application
    headers : callable
        The headers of every answer at a path, now.
    refuse : callable
        Makes the answer of a problem.
    limits : ShellLimits
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        headers: Callable[[str], RawHeaders],
        refuse: Callable[[Request, Problem], Response],
        limits: ShellLimits,
    ) -> None:
        self._app = app
        self._headers = headers
        self._refuse = refuse
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        answer = _Answer(scope, send, self._headers, self._limits)
        bound = self._bound_of(scope)
        problem = self._objection(request.headers, bound)
        if scope["method"] == "HEAD":
            # The answer to HEAD is that to GET without its body, for every route.
            scope = {**scope, "method": "GET"}
        try:
            if problem is not None:
                await self._refuse(request, problem)(scope, receive, answer.send)
            else:
                await self._app(scope, self._bounded(receive, bound), answer.send)
        except Exception:
            # The framework has answered 500 already, unless the answer had begun.
            log.exception("error while answering %s", shorten(scope["path"]))
            if not answer.started:
                failed = Problem(500, "internal_error", "the server failed while it answered")
                await self._refuse(request, failed)(scope, receive, answer.send)

    def _objection(self, headers: Headers, bound: _Bound) -> Problem | None:
        host = headers.get("host", "")
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        hosts = self._limits.trusted_hosts
        if "*" not in hosts and name.lower() not in hosts:
            return Problem(
                400,
                "untrusted_host",
                f"this server does not answer to the name {shorten(name)}",
                "Use one of its names, or add this one to GATESCOPE_TRUSTED_HOSTS.",
            )
        length = headers.get("content-length", "0")
        if length.isascii() and length.isdigit() and int(length[:20]) > bound.bytes:
            return bound.problem(f"{int(length[:20]):,} bytes")
        return None

    def _bound_of(self, scope: Scope) -> _Bound:
        if scope["method"] == "POST" and scope["path"] == self._limits.file_path:
            return _Bound(self._limits.file_bytes, "file")
        return _Bound(self._limits.body_bytes, "body")

    def _bounded(self, receive: Receive, bound: _Bound) -> Callable[[], Awaitable[Message]]:
        """Count what arrives: a chunked body declares no length."""
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > bound.bytes:
                raise Refused(bound.problem("more"))
            return message

        return counted


class _Answer:
    """What leaves: headers added, compressed where it pays, without a body for HEAD."""

    def __init__(
        self, scope: Scope, send: Send, headers: Callable[[str], RawHeaders], limits: ShellLimits
    ) -> None:
        self.started = False
        self._path: str = scope["path"]
        self._send = send
        self._headers = headers
        self._limits = limits
        self._start: Message | None = None
        self._head = scope["method"] == "HEAD"
        # Floats of a POST take longer to squeeze than to compute; answers to GET are kept.
        self._gzip = scope["method"] == "GET" and "gzip" in Headers(scope=scope).get("accept-encoding", "")

    async def send(self, message: Message) -> None:
        """Pass a message of the application on."""
        if message["type"] == "http.response.start":
            self.started = True
            self._start = message
            return
        body = message.get("body", b"")
        if self._start is not None:
            start, self._start = self._start, None
            headers = MutableHeaders(raw=[*start["headers"], *self._headers(self._path)])
            if not message.get("more_body", False) and self._pays(headers, len(body)):
                body = gzip.compress(body, compresslevel=1, mtime=0)
                headers["Content-Encoding"] = "gzip"
                headers["Content-Length"] = str(len(body))
                headers.add_vary_header("Accept-Encoding")
            await self._send({**start, "headers": headers.raw})
        await self._send({**message, "body": b"" if self._head else body})

    def _pays(self, headers: MutableHeaders, size: int) -> bool:
        return (
            self._gzip
            and self._limits.gzip_from_bytes <= size <= self._limits.gzip_to_bytes
            and "content-encoding" not in headers
            and headers.get("content-type", "").startswith(_COMPRESSIBLE)
        )
