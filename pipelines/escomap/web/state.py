"""What the pages share: the desk, the sessions, the templates, the token."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import jinja2

from escomap.errors import EscomapError
from escomap.steps.review_desk import Desk
from escomap.web.guard import is_loopback
from escomap.web.sessions import Sessions

COOKIE = "escomap_review"
SHORTEST_TOKEN = 16
HERE = Path(__file__).parent


@cache
def templates() -> jinja2.Environment:
    """The templates; whatever is put into them is escaped, and a name they do not know is an error."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(slots=True)
class ReviewServer:
    """One server; ``token`` is what a reviewer must show first, empty on this computer alone."""

    desk: Desk
    token: str = ""
    sessions: Sessions = field(default_factory=Sessions)
    templates: jinja2.Environment = field(default_factory=templates)
    _choices: dict[str, tuple[int, list[str]]] = field(default_factory=dict)

    def choices(self, name: str) -> list[str]:
        """The values of a property in the queue, made once for each database."""
        queue = self.desk.holdings.queue
        known = self._choices.get(name)
        if known is None or known[0] != id(queue):
            known = self._choices[name] = (id(queue), queue.choices(name))
        return known[1]


def require_token(host: str, token: str) -> None:
    """Raises where a server that other computers can reach has no token, or a short one."""
    if token and len(token) < SHORTEST_TOKEN:
        raise EscomapError(
            "short_token",
            f"The token has fewer than {SHORTEST_TOKEN} characters.",
            hint='make one: python -c "import secrets; print(secrets.token_urlsafe(32))"',
        )
    if not token and not is_loopback(host):
        raise EscomapError(
            "missing_token",
            "Other computers can reach this address, so reviewers must show a token.",
            where=f"--host {host}",
            hint="set ESCOMAP_REVIEW_TOKEN, or leave --host out",
        )
