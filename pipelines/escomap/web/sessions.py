"""Who sits at which browser: sessions in memory, each with its token against forged forms."""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from escomap.review.decisions import Decision

MOST_SESSIONS = 1000
MOST_UNDO_STEPS = 200

# What a reviewer did in one step, and what stood before it.
Step = tuple[Sequence[Decision], Sequence[Decision | None]]


@dataclass(slots=True)
class Session:
    """One browser: ``reviewer`` is empty until named, ``outcome_id`` is looked at now, ``message`` is shown once."""

    key: str
    form_token: str
    reviewer: str = ""
    lang: str = "en"
    outcome_id: str = ""
    message: str = ""
    steps: list[Step] = field(default_factory=list)

    def remember(self, step: Step) -> None:
        """Makes a step one that can be undone."""
        self.steps.append(step)
        del self.steps[:-MOST_UNDO_STEPS]

    def take_message(self) -> str:
        """The message, which is gone then."""
        message, self.message = self.message, ""
        return message


class Sessions:
    """All sessions of a server; they end with it. The least used go first where there are too many."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    def find(self, key: str) -> Session | None:
        """The session of a cookie."""
        if key in self._sessions:
            self._sessions.move_to_end(key)
        return self._sessions.get(key)

    def begin(self) -> Session:
        """A session for somebody not named yet."""
        key = secrets.token_urlsafe(32)
        self._sessions[key] = Session(key, hmac.digest(self._secret, key.encode(), "sha256").hex())
        while len(self._sessions) > MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return self._sessions[key]

    def looked_at_by_others(self, session: Session) -> frozenset[str]:
        """The outcomes that other reviewers have before them."""
        others = list(self._sessions.values())
        return frozenset(each.outcome_id for each in others if each is not session and each.outcome_id)
