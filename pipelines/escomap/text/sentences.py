"""Sentences and clauses of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?P<space>\s+|(?=[^\W\d_]))")
_BRACKETED = re.compile(r"\([^()]{0,400}\)|\[[^\[\]]{0,400}\]")
_SEMICOLON = re.compile(";")
_OPENING = "\"'“‘«„([¿¡-–•*"
# Never the end of a sentence, in en, sv, it, de, fr, es.
_SHORT_FORMS = """
    e.g i.e eg ie cf vs resp approx incl excl no nos art arts fig figs vol ed eds pp p dr mr mrs ms prof st ca c.a cca
    t.ex tex bl.a bla d.v.s dvs s.k sk kap inkl exkl ev resp ang avd fr.o.m t.o.m f.d tr nr sid
    es ad.es p.es per.es cd c.d sig dott ing avv pag cap lett par d.lgs dlgs n
    z.b zb d.h dh u.a ua bzw ggf evtl vgl bspw sog inkl insb u.u abs
    par.ex p.ex ex chap env mme m mlle
    p.ej pej sr sra dra núm pág aprox
"""
_ABBREVIATIONS = frozenset(_SHORT_FORMS.split())
# Abbreviations that may end a sentence: they do where a capital follows.
_CLOSING = frozenset(("etc", "ecc", "m.m", "mm", "osv", "usw", "m.fl", "mfl", "o.s.v", "u.s.w", "o.d", "od"))
# Languages that write ordinals with a point: "am 3. Mai".
_ORDINAL_DOT_LANGS = frozenset(
    ("cs", "da", "de", "et", "fi", "hr", "hu", "is", "lv", "nb", "no", "pl", "sk", "sl", "sr", "tr")
)


def sentence_spans(text: str, start: int, end: int, lang: str = "") -> list[tuple[int, int]]:
    """Spans of the sentences in ``text[start:end]``; brackets, abbreviations and numbers do not split."""
    protected = [match.span() for match in _BRACKETED.finditer(text, start, end)]
    cuts = [
        match.end()
        for match in _STOP.finditer(text, start, end)
        if match.end() < end and not _inside(match.start(), protected) and _ends_sentence(text, start, match, lang)
    ]
    return _pieces(text, start, end, cuts)


def clause_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans between semicolons; a part of one word stays with the part before it."""
    protected = [match.span() for match in _BRACKETED.finditer(text, start, end)]
    cuts = [match.end() for match in _SEMICOLON.finditer(text, start, end) if not _inside(match.start(), protected)]
    parts: list[tuple[int, int]] = []
    for part in _pieces(text, start, end, cuts):
        if parts and len(text[part[0] : part[1]].split()) < 2:
            parts[-1] = (parts[-1][0], part[1])
        else:
            parts.append(part)
    return parts


def _ends_sentence(text: str, start: int, match: re.Match[str], lang: str) -> bool:
    following = text[match.end() :].lstrip(_OPENING)[:1]
    words = text[max(start, match.start() - 30) : match.start()].split()
    word = words[-1].lstrip("(\"'“«").lower() if words else ""
    if not match["space"]:
        # "kunskap.Visa": the space was forgotten. "ASP.NET", "Node.js" and "e.g.A" are not meant.
        after = re.match(r"[^\W\d_]{3,}(?=[\s,])", text[match.end() :])
        return after is not None and after[0].istitle() and word.isalpha() and len(word) > 3 and not words[-1].isupper()
    if not following.isupper() and not following.isdigit():
        return False
    if not match[0].startswith("."):
        return True
    if word in _ABBREVIATIONS or (word in _CLOSING and following.isdigit()):
        return False
    if len(word) == 1 and word.isalpha():
        # An initial, save for the programming languages.
        return word in "cr" and len(words) > 1 and words[-2].islower()
    is_ordinal = word.isdigit() and len(word) < 3 and (lang in _ORDINAL_DOT_LANGS or len(words) < 3)
    return not is_ordinal and (word in _CLOSING or "." not in word)


def _inside(at: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(begin <= at < stop - 1 for begin, stop in spans)


def _pieces(text: str, start: int, end: int, cuts: list[int]) -> list[tuple[int, int]]:
    bounds = [start, *cuts, end]
    return [(a, b) for a, b in pairwise(bounds) if text[a:b].strip()]
