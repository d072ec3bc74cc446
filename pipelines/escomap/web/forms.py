"""What comes in with a request: form fields, the filter of the queue, and an answer as a button sends it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from escomap.errors import EscomapError
from escomap.review.decisions import Judgement, Subject, Thing
from escomap.review.drawn import DrawnSample
from escomap.review.queue import PROPERTIES, Order, QueueFilter, State

MOST_FIELDS = 20
LONGEST_NOTE = 1_000
LONGEST_SEARCH = 200


def parse_form(body: bytes) -> dict[str, str]:
    """The fields of a form sent as ``application/x-www-form-urlencoded``.

    Raises:
        EscomapError: ``bad_form``.
    """
    try:
        return dict(
            parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
        )
    except ValueError as error:
        raise EscomapError("bad_form", f"The form cannot be read: {error}.") from error


def parse_filter(query: Mapping[str, str], sample: DrawnSample | None = None) -> QueueFilter:
    """The filter in the query of an address, within a sample if there is one; what is not understood is left open."""
    order, state = query.get("order", ""), query.get("state", "")
    return QueueFilter(
        Order(order) if order in tuple(Order) else Order.UNCERTAIN,
        State(state) if state in tuple(State) else State.OPEN,
        **{name: query.get(name, "") for name in PROPERTIES},
        search=query.get("search", "")[:LONGEST_SEARCH],
        sample=sample,
    )


def to_query(wanted: QueueFilter) -> str:
    """The filter as the query of an address, without what is left open."""
    default = QueueFilter()
    values = {name: str(getattr(wanted, name)) for name in ("order", "state", *PROPERTIES, "search")}
    return urlencode({name: value for name, value in values.items() if value != str(getattr(default, name))})


def parse_answer(said: str, outcome_id: str, course_id: str) -> tuple[Thing, Judgement]:
    """The thing and the judgement of a button: ``subject|judgement|value``.

    Raises:
        EscomapError: ``bad_form``.
    """
    try:
        subject, judgement, value = said.split("|", 2)
        key = course_id if subject == Subject.LEVEL else outcome_id
        return Thing(Subject(subject), key, value), Judgement(judgement)
    except ValueError as error:
        raise EscomapError("bad_form", "The answer is not one of the page.", where=f"say={said[:80]!r}") from error
