"""JSON over HTTP from an address the user named: patient, polite, and bounded in size."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from escomap import __version__
from escomap.errors import EscomapError

# The environment, not the command line, where others could read it; e.g. "Bearer ..." or "Basic ...".
AUTHORIZATION_VARIABLE = "ESCOMAP_AUTHORIZATION"
MAX_ANSWER_BYTES = 64_000_000
RETRIED_STATUSES = (429, 500, 502, 503, 504)
_CHUNK = 1 << 16
_HINTS = {
    400: "the server does not take what it was asked: check the version or the address",
    401: f"put the credentials into the environment, e.g. {AUTHORIZATION_VARIABLE}='Bearer TOKEN'",
    403: f"these credentials may not read it; change {AUTHORIZATION_VARIABLE}, or ask the provider",
    404: "check the address against the provider's documentation",
    429: "the server asks for fewer requests: try again later, or with a longer pause",
}


class HttpStatusError(EscomapError):
    """A request that was answered with a status that is no success."""

    def __init__(self, status: int, url: str, detail: str) -> None:
        hint = _HINTS.get(status, "try again later; if it stays, ask the provider")
        super().__init__("http_status", f"The server answered {status}{detail}.", where=url, hint=hint)
        self.status = status


class JsonClient:
    """Asks one server for JSON: one request at a time with ``pause`` seconds between them.

    Answers that say "busy" or "broken", and connections that fail, are tried again with growing waits, or after the
    time the server asks for. Proxies come from the environment; so do credentials, which only a server that the user
    has them for should see: ``is_trusted`` is False for any other.
    """

    def __init__(self, *, pause: float = 0.2, tries: int = 5, backoff: float = 0.5, is_trusted: bool = True) -> None:
        import requests
        from urllib3.util import Retry

        retry = Retry(
            total=tries,
            backoff_factor=backoff,
            backoff_max=60,
            backoff_jitter=backoff / 2,
            status_forcelist=RETRIED_STATUSES,
            allowed_methods=("GET",),
            raise_on_status=False,
            retry_after_max=300,
        )
        self._session = requests.Session()
        self._session.max_redirects = 5
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, requests.adapters.HTTPAdapter(max_retries=retry))
        self._session.headers["User-Agent"] = f"escomap/{__version__}"
        self._session.headers["Accept"] = "application/json"
        if is_trusted and (authorization := os.environ.get(AUTHORIZATION_VARIABLE)):
            self._session.headers["Authorization"] = authorization
        self._pause = pause
        self._next_at = 0.0

    def get(self, url: str, parameters: Mapping[str, Any]) -> Any:
        """The parsed answer.

        Raises:
            HttpStatusError: the server answered, after all retries, with something else than success.
            EscomapError: it did not answer, or not with JSON.
        """
        import requests

        time.sleep(max(0.0, self._next_at - time.monotonic()))
        try:
            with self._session.get(url, params=dict(parameters), timeout=(10, 120), stream=True) as answer:
                content = self._content(answer)
        except requests.RequestException as error:
            raise EscomapError(
                "no_answer",
                f"The server does not answer ({type(error).__name__}).",
                where=url,
                hint="check the address and the connection; behind a proxy set HTTPS_PROXY",
            ) from error
        finally:
            self._next_at = time.monotonic() + self._pause
        if not answer.ok:
            raise HttpStatusError(answer.status_code, answer.url, _problem(content))
        try:
            return json.loads(content)
        except ValueError as error:
            kind = answer.headers.get("Content-Type", "nothing it names")
            raise EscomapError(
                "not_json",
                f"The server answered with {kind}, not with JSON.",
                where=answer.url,
                hint="check the address: it may be that of a page for people",
            ) from error

    def _content(self, answer: Any) -> bytes:
        content = bytearray()
        for chunk in answer.iter_content(_CHUNK):
            content += chunk
            if len(content) > MAX_ANSWER_BYTES:
                raise EscomapError(
                    "too_large",
                    f"One answer of the server has more than {MAX_ANSWER_BYTES // 1_000_000} MB.",
                    where=answer.url,
                    hint="check the address: pages of such a service are small",
                )
        return bytes(content)


def is_web_address(text: str) -> bool:
    """Whether a text is an HTTP address.

    >>> is_web_address("https://api.uni.example/ooapi/v5"), is_web_address("courses.csv")
    (True, False)
    """
    return urlsplit(text).scheme in ("http", "https") and "://" in text


def _problem(content: bytes) -> str:
    """What a server says about its refusal: RFC 9457, or ``message`` as the ESCO service has it."""
    try:
        problem = json.loads(content)
    except ValueError:
        return ""
    said = (
        [str(problem[key]) for key in ("title", "detail", "message") if problem.get(key)]
        if isinstance(problem, dict)
        else []
    )
    return f" ({': '.join(said)[:200]})" if said else ""
