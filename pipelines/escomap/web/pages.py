"""The pages of the review server and what their forms do."""

from __future__ import annotations

import hmac
import shlex
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException as StarletteHTTPException

from escomap.decision_files import checked_reviewer
from escomap.errors import EscomapError
from escomap.review.decisions import Decision, Judgement, Subject, Thing
from escomap.review.frames import EQF_LEVELS
from escomap.review.queue import PROPERTIES, Order, QueueFilter, State
from escomap.steps.review_card import build_card, unknown_outcome
from escomap.web.forms import LONGEST_NOTE, parse_answer, parse_filter, parse_form, to_query
from escomap.web.sessions import Session
from escomap.web.state import COOKIE, ReviewServer

router = APIRouter()


def server_of(request: Request) -> ReviewServer:
    """What the application shares between requests."""
    found: ReviewServer = request.app.state.review
    return found


Server = Annotated[ReviewServer, Depends(server_of)]


def session_of(request: Request, server: Server) -> Session:
    """The session of the browser, begun where it has none."""
    return server.sessions.find(request.cookies.get(COOKIE, "")) or server.sessions.begin()


Anybody = Annotated[Session, Depends(session_of)]


def named_session(session: Anybody) -> Session:
    """The session of a reviewer who gave a name, and the token where one is set; others are sent to give it."""
    if not session.reviewer:
        raise HTTPException(303, headers={"Location": "/enter"})
    return session


Reviewer = Annotated[Session, Depends(named_session)]


async def checked_form(request: Request, session: Anybody) -> dict[str, str]:
    """The fields of a form of ours; one without the token of its session is somebody else's."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise HTTPException(415, "The form has a content type that is not read here.")
    fields = parse_form(await request.body())
    if not hmac.compare_digest(fields.get("form_token", "").encode(), session.form_token.encode()):
        raise HTTPException(403, "This form is out of date: open the page again.")
    return fields


Form = Annotated[dict[str, str], Depends(checked_form)]


@router.get("/enter")
def enter_page(server: Server, session: Anybody) -> Response:
    """Asks for a name, the language of labels and, where one is set, the token."""
    return _page(server, session, "enter.html", langs=server.desk.holdings.langs, needs_token=bool(server.token))


@router.post("/enter")
def enter(server: Server, session: Anybody, form: Form) -> Response:
    """Gives a session its name."""
    if server.token and not hmac.compare_digest(form.get("token", "").encode(), server.token.encode()):
        raise HTTPException(403, "The token is not the one of this server.")
    session.reviewer = checked_reviewer(form.get("reviewer", "").strip())
    if form.get("lang", "") in server.desk.holdings.langs:
        session.lang = form["lang"]
    return _see("/", session)


@router.get("/")
def start(request: Request, server: Server, session: Reviewer) -> Response:
    """The first outcome the filter shows, or the news that none is left."""
    server.desk.refresh()
    return _neighbour(server, session, _wanted(request, server), of="", back=False)


@router.get("/next/{outcome_id}")
def show_next(outcome_id: str, request: Request, server: Server, session: Reviewer) -> Response:
    """The outcome after this one."""
    server.desk.refresh()
    return _neighbour(server, session, _wanted(request, server), of=outcome_id, back=False)


@router.get("/previous/{outcome_id}")
def show_previous(outcome_id: str, request: Request, server: Server, session: Reviewer) -> Response:
    """The outcome before this one."""
    return _neighbour(server, session, _wanted(request, server), of=outcome_id, back=True)


@router.get("/outcome/{outcome_id}")
def show_outcome(outcome_id: str, request: Request, server: Server, session: Reviewer) -> Response:
    """One outcome with everything there is to decide on it."""
    server.desk.refresh()
    card = build_card(server.desk, outcome_id, session.reviewer, session.lang)
    session.outcome_id = outcome_id
    sample = server.desk.drawn
    drawn = sample.of(outcome_id) if sample else ()
    around = _surroundings(server, session, _wanted(request, server))
    return _page(server, session, "card.html", card=card, drawn=drawn, **around)


@router.get("/concepts")
def find_concepts(server: Server, session: Reviewer, concept: str = "") -> Response:
    """Concepts with a label that holds what was typed, as buttons that accept them."""
    return _page(server, session, "concepts.html", found=server.desk.holdings.labels.find(concept), typed=concept)


@router.post("/decide")
def decide(request: Request, server: Server, session: Reviewer, form: Form) -> Response:
    """Appends a decision and shows the outcome with it, or the next one."""
    desk, outcome_id = server.desk, form.get("outcome_id", "")
    item = desk.holdings.queue.find(outcome_id)
    if item is None:
        raise unknown_outcome(outcome_id)
    thing, judgement = parse_answer(form.get("say", ""), outcome_id, item.course_id)
    things = [thing]
    if form.get("same") and thing.subject is not Subject.LEVEL:
        things += [Thing(thing.subject, other, thing.value) for other in desk.holdings.queue.alike(outcome_id)]
    session.remember(desk.decide(session.reviewer, things, judgement, form.get("note", "").strip()[:LONGEST_NOTE]))
    session.message = _told(server, session, session.steps[-1][0])
    query = to_query(_wanted(request, server))
    return _see(
        f"/next/{outcome_id}?{query}" if form.get("then") == "next" else f"/outcome/{outcome_id}?{query}", session
    )


@router.post("/undo")
def undo(request: Request, server: Server, session: Reviewer, form: Form) -> Response:
    """Takes the last step of this session back and shows its outcome."""
    query = to_query(_wanted(request, server))
    if not session.steps:
        session.message = "There is nothing to undo in this session."
        return _see(f"/outcome/{form.get('outcome_id', '')}?{query}", session)
    made, earlier = session.steps.pop()
    server.desk.undo(made, earlier)
    thing = made[0].thing
    session.message = f"Undone: {_told(server, session, made)}"
    outcome_id = form.get("outcome_id", "") if thing.subject is Subject.LEVEL else thing.key
    return _see(f"/outcome/{outcome_id}?{query}", session)


def error_page(request: Request, error: EscomapError | StarletteHTTPException) -> Response:
    """An error as a page, with what to do about it."""
    if isinstance(error, StarletteHTTPException):
        if error.status_code == 303:
            return RedirectResponse((error.headers or {})["Location"], 303)
        status, told = error.status_code, EscomapError("refused", str(error.detail))
    else:
        status, told = (404 if error.code == "unknown_outcome" else 400), error
    server = server_of(request)
    return _page(server, session_of(request, server), "error.html", status=status, error=told)


def _wanted(request: Request, server: ReviewServer) -> QueueFilter:
    return parse_filter(request.query_params, server.desk.drawn)


def _neighbour(server: ReviewServer, session: Session, wanted: QueueFilter, *, of: str, back: bool) -> Response:
    found = server.desk.holdings.queue.neighbour(
        wanted,
        server.desk.ledger,
        session.reviewer,
        of=of,
        back=back,
        taken=server.sessions.looked_at_by_others(session),
    )
    if found:
        return _see(f"/outcome/{found}?{to_query(wanted)}", session)
    session.outcome_id = ""
    return _page(
        server, session, "done.html", next_command=_next_command(server), **_surroundings(server, session, wanted)
    )


def _next_command(server: ReviewServer) -> str:
    """What takes the decisions on a sample over, empty without one."""
    desk = server.desk
    files = {"--db": desk.db, "--sample": desk.sample, "--decisions": desk.folder, "--out": "quality"}
    options = " ".join(f"{name} {shlex.quote(str(file))}" for name, file in files.items())
    return f"escomap quality {options}" if desk.sample else ""


def _surroundings(server: ReviewServer, session: Session, wanted: QueueFilter) -> dict[str, Any]:
    """What stands around every card: the filter with its choices, and how many outcomes it shows."""
    queue, sample = server.desk.holdings.queue, server.desk.drawn
    return {
        "wanted": wanted,
        "query": to_query(wanted),
        "choices": {name: server.choices(name) for name in PROPERTIES},
        "orders": tuple(Order),
        "states": tuple(State),
        "left": queue.left(wanted, server.desk.ledger, session.reviewer),
        "eqf_levels": EQF_LEVELS,
        "progress": sample.progress(server.desk.ledger) if sample else None,
    }


def _told(server: ReviewServer, session: Session, made: Sequence[Decision]) -> str:
    """A step in the words of the page."""
    thing, judgement = made[0].thing, made[0].judgement
    if thing.subject is Subject.LEVEL:
        what = f"EQF level {thing.value}"
    elif thing.subject is Subject.DIMENSION:
        what = thing.value.replace("_", " and ")
    else:
        what = server.desk.concept(thing.value, session.lang).label if thing.value else "any concept at all"
    copies = f", for {len(made)} outcomes with the same words" if len(made) > 1 else ""
    return f"{_WORDS[judgement]}: {what}{copies}"


_WORDS = {
    Judgement.ACCEPT: "accepted",
    Judgement.REJECT: "rejected",
    Judgement.UNSURE: "unsure of",
    Judgement.WITHDRAWN: "taken back",
}


def _see(address: str, session: Session) -> Response:
    response = RedirectResponse(address.rstrip("?"), 303)
    _set_cookie(response, session)
    return response


def _page(server: ReviewServer, session: Session, template: str, status: int = 200, **values: Any) -> Response:
    text = server.templates.get_template(template).render(
        session=session, message=session.take_message(), database=server.desk.db.name, **values
    )
    response = HTMLResponse(text, status)
    _set_cookie(response, session)
    return response


def _set_cookie(response: Response, session: Session) -> None:
    response.set_cookie(COOKIE, session.key, httponly=True, samesite="strict", path="/")
