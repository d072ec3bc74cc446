"""The file that a form saves: every entry is checked against what the form asked; it came from outside."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from escomap.consultation.form import CHOICES, LONGEST_ROLE, LONGEST_TEXT, Asked, Form, Question
from escomap.consultation.opinions import Opinion
from escomap.errors import EscomapError
from escomap.review.decisions import to_moment

FORMAT = "escomap-consultation-answers"
# Bytes. Every question on 40 courses of 6 outcomes answered, and every text full, make half a million.
LARGEST_FILE = 10_000_000
_RESPONDENT = re.compile(r"[0-9a-f]{32}")
_ENTRY = ("question", "key", "value", "answer")
# A tag, closing tag or comment of HTML. The form asks for texts without them, too.
_MARKUP = re.compile(r"<[a-z/!][^>]*>", re.IGNORECASE)

_AGAIN = "save the answers in the form again, and do not edit the file"


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """What is wrong in one place of a file, and what to do about it."""

    file: str
    place: str
    value: str
    hint: str

    def __str__(self) -> str:
        value = f"  value={self.value[:80]!r}" if self.value else ""
        return f"{self.file}:{self.place}{value}\n    {self.hint}"


def parse_answers(
    name: str, content: bytes, form_with: Callable[[str], Form | None]
) -> tuple[list[Opinion], list[AnswerProblem]]:
    """The opinions in a file called ``name``, and what is wrong with other entries of it.

    Raises:
        EscomapError: ``bad_answers``, the file as a whole says nothing; ``unknown_form``, it answers a form that
            ``form_with`` does not know.
    """
    document = _document(name, content)
    form_id = document.get("form_id")
    form = form_with(form_id) if isinstance(form_id, str) else None
    if form is None:
        raise EscomapError(
            "unknown_form",
            "The answers are to a form that is not kept here.",
            where=f"{name}:form_id value={str(form_id)[:40]!r}",
            hint="name the folder of decisions that escomap review share wrote to: --decisions DIR",
        )
    head = _head(name, document)
    role, problems = _role(name, document.get("role", ""))
    opinions: dict[Asked, Opinion] = {}
    for number, entry in enumerate(document["answers"], start=1):
        found = _parse_entry(entry, form)
        if not isinstance(found, str) and found[0] in opinions:
            found = "the question was answered further up: that answer counts; " + _AGAIN
        if isinstance(found, str):
            problems.append(AnswerProblem(name, f"answers[{number}]", _shown(entry), found))
        else:
            asked, answer = found
            opinions[asked] = Opinion(asked, answer, form.form_id, head[0], role, head[1], form.esco_version)
    return list(opinions.values()), problems


def _document(name: str, content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST_FILE:
        raise _bad(name, f"it has more than {LARGEST_FILE:,} bytes")
    try:
        document = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as error:
        raise _bad(name, f"it is not JSON ({type(error).__name__})") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT or document.get("version") != 1:
        raise _bad(name, "no form saved it")
    if not isinstance(document.get("answers"), list):
        raise _bad(name, "it holds no list of answers")
    return document


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is repeated")
    return found


def _head(name: str, document: dict[str, Any]) -> tuple[str, str]:
    """Who answered, and when."""
    respondent, saved_at = document.get("respondent"), document.get("saved_at")
    if not isinstance(respondent, str) or not _RESPONDENT.fullmatch(respondent):
        raise _bad(name, "its respondent is not a number that a form draws")
    try:
        return respondent, to_moment(datetime.fromisoformat(str(saved_at)))
    except (ValueError, OverflowError) as error:
        raise _bad(name, f"saved_at is no moment: {str(saved_at)[:40]!r}") from error


def _bad(name: str, why: str) -> EscomapError:
    return EscomapError("bad_answers", f"The file is not one that a form saved: {why}.", where=name, hint=_AGAIN)


def _role(name: str, value: object) -> tuple[str, list[AnswerProblem]]:
    """The role; one that cannot be kept is told and left empty."""
    if isinstance(value, str) and (not value.strip() or _text_problem(value, LONGEST_ROLE) == ""):
        return value.strip(), []
    why = _text_problem(value, LONGEST_ROLE) if isinstance(value, str) else "it is not a text"
    return "", [AnswerProblem(name, "role", _shown(value), f"{why}; the answers count without a role")]


def _parse_entry(entry: object, form: Form) -> tuple[Asked, str] | str:
    """The question and the answer of an entry, or why it is neither."""
    if not isinstance(entry, dict) or sorted(entry) != sorted(_ENTRY):
        return f"an entry has {', '.join(_ENTRY)}, and nothing else"
    if not all(isinstance(entry[name], str) for name in _ENTRY):
        return "each value of an entry is a text"
    question, key, value, answer = (entry[name] for name in _ENTRY)
    if question not in tuple(Question):
        return f"use one of: {', '.join(Question)}"
    asked = Asked(Question(question), key, value)
    if asked not in form.questions:
        return "the form did not ask this: " + _AGAIN
    if asked.question in CHOICES:
        choices = CHOICES[asked.question]
        return (asked, answer) if answer in choices else f"use one of: {', '.join(choices)}"
    return _text_problem(answer, LONGEST_TEXT) or (asked, answer.strip())


def _text_problem(text: str, longest: int) -> str:
    """Why words of a respondent cannot be kept, empty where they can."""
    if not text.strip():
        return "it is empty"
    if len(text) > longest:
        return f"it is longer than {longest:,} characters: shorten it"
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\t" for letter in text):
        return "it holds control characters: write plain text"
    if _MARKUP.search(text):
        return "it holds HTML: write plain text, without < and >"
    return ""


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:200]
