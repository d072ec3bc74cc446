"""What every request must pass, and what every answer carries: hosts, sizes, headers."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 16_384
LONGEST_ADDRESS = 4_096
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
WILDCARDS = frozenset({"0.0.0.0", "::"})

HEADERS = {
    # Nothing from elsewhere, no script or style inside a page: a text that slips through the escaping cannot run.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Refuses requests for another host (DNS rebinding), from another origin, or too large.

    ``hosts`` are the names this server answers to; None where it listens on every address, which asks for the token.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it with what is wrong with it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = self._refusal(scope, Headers(scope=scope))
        await (refusal or self._app)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if self._hosts is not None and _name(host) not in self._hosts:
            return PlainTextResponse("This server does not answer to that host name.", 421)
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
            return PlainTextResponse("The address is too long.", 414)
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("Only GET and POST.", 405)
        origin = headers.get("origin")
        if scope["method"] == "POST" and origin is not None and urlsplit(origin).netloc != host:
            return PlainTextResponse("The form comes from another page.", 403)
        # A body without a length would have to be counted while it comes; no browser sends a form like that.
        length = headers.get("content-length", "" if scope["method"] == "POST" else "0")
        if not length.isdecimal() or "transfer-encoding" in headers:
            return PlainTextResponse("The length of the body is missing.", 411)
        if int(length) > LARGEST_BODY:
            return PlainTextResponse("The body is too large.", 413)
        return None


def hosts_for(host: str) -> frozenset[str] | None:
    """The host names a server bound to ``host`` answers to."""
    if host in WILDCARDS:
        return None
    own = f"[{host}]" if ":" in host else host
    return frozenset({own.lower()}) | (LOOPBACK if is_loopback(host) else frozenset())


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches a server bound to ``host``."""
    return host in ("localhost", "::1") or (host.startswith("127.") and host.replace(".", "").isdecimal())


def _name(host: str) -> str:
    """The host of a Host header, without the port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdecimal() else host).lower()
