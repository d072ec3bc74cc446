"""Words and phrases that tell the dimension of an outcome, found in its text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

# Longest text read for cues; outcomes are far shorter, and the main verb stands at the front.
MAX_CHARACTERS = 1000
# Words that may stand where a pattern has "…": German parts a verb around its object.
_GAP = r"\s+(?:[^\s,;.:]+\s+){0,8}?"
OPENING = "^"
KEY_LETTERS = 2
# Key of patterns that begin with any letters, as "^*are" for an infinitive.
ANY_WORD = "*"
_WORD_START = re.compile(r"(?<!\w)\w")
_SYNTAX = re.compile(r"(?:\^\*?)?(?:[\w'-]+[*,]?|…)(?: (?:[\w'-]+[*,]?|…))*")


class Dimension(StrEnum):
    """The columns of the EQF descriptors (Council Recommendation 2017/C 189/03, Annex II), or none of them."""

    KNOWLEDGE = "knowledge"
    SKILLS = "skills"
    RESPONSIBILITY_AUTONOMY = "responsibility_autonomy"
    NONE = "none"


DIMENSIONS = (Dimension.KNOWLEDGE, Dimension.SKILLS, Dimension.RESPONSIBILITY_AUTONOMY)
# Cognitive processes of the revised taxonomy (Anderson and Krathwohl 2001), lowest first.
BLOOM_LEVELS = ("remember", "understand", "apply", "analyse", "evaluate", "create")


@dataclass(frozen=True, slots=True)
class Cue:
    """A row of ``mappings/cues``; ``weight`` says how surely the words mean the dimension, 0..1."""

    pattern: str
    dimension: Dimension
    bloom_level: str
    weight: float


@dataclass(frozen=True, slots=True)
class FoundCue:
    """A cue with the characters ``[start, end)`` of the text it was found in."""

    cue: Cue
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CueSet:
    """The cues of one language, by the first letters of their first word; ``opening`` are those for a text's start.

    ``headings`` maps a section's heading in lower case to its dimension.
    """

    inside: Mapping[str, CueGroup]
    opening: Mapping[str, CueGroup]
    headings: Mapping[str, Dimension]

    def find(self, text: str) -> list[FoundCue]:
        """The cues in a text, left to right, none inside another."""
        lower = folded(text[:MAX_CHARACTERS])
        found: list[FoundCue] = []
        is_start, free_from = True, 0
        for word in _WORD_START.finditer(lower):
            at = word.start()
            if at < free_from:
                continue
            groups = (self.opening, self.inside) if is_start else (self.inside,)
            is_start = False
            keys = (lower[at : at + KEY_LETTERS], ANY_WORD)
            hits = [group[key].match(lower, at) for key in keys for group in groups if key in group]
            if hit := max(filter(None, hits), key=lambda each: each.end, default=None):
                found.append(hit)
                free_from = hit.end
        return found


@dataclass(frozen=True, slots=True)
class CueGroup:
    """Cues that begin alike; ``any_of`` has one group per cue, in their order."""

    cues: tuple[Cue, ...]
    any_of: re.Pattern[str]

    def match(self, text: str, at: int) -> FoundCue | None:
        """The first of the cues that stands at this place."""
        match = self.any_of.match(text, at)
        return FoundCue(self.cues[match.lastindex - 1], at, match.end()) if match and match.lastindex else None


def compile_cues(cues: Iterable[Cue], headings: Mapping[str, Dimension]) -> CueSet:
    """The cues of a language; at one place a longer pattern goes before a shorter one that begins alike."""
    ordered = sorted(cues, key=lambda cue: (-len(cue.pattern), cue.pattern))
    opening = [cue for cue in ordered if cue.pattern.startswith(OPENING)]
    inside = [cue for cue in ordered if not cue.pattern.startswith(OPENING)]
    return CueSet(inside=_grouped(inside), opening=_grouped(opening), headings=dict(headings))


def _grouped(cues: Iterable[Cue]) -> dict[str, CueGroup]:
    groups: dict[str, list[Cue]] = defaultdict(list)
    for cue in cues:
        words = cue.pattern.removeprefix(OPENING)
        groups[ANY_WORD if words.startswith(ANY_WORD) else words[:KEY_LETTERS]].append(cue)
    return {key: CueGroup(tuple(group), _any_of(group)) for key, group in groups.items()}


def _any_of(cues: Iterable[Cue]) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(f"({to_expression(cue.pattern)})" for cue in cues) + r")(?!\w)")


def to_expression(pattern: str) -> str:
    r"""The regular expression of a pattern: ``*`` is any letters, ``…`` up to eight words of the same clause.

    >>> to_expression("^take* responsibility")
    'take\\w*\\s+responsibility'
    """
    parts = [re.escape(part.strip()).replace(r"\*", r"\w*") for part in pattern.removeprefix(OPENING).split("…")]
    return _GAP.join(part.replace(r"\ ", r"\s+") for part in parts)


def is_pattern(pattern: str) -> bool:
    """Whether a pattern keeps to the syntax: words in lower case, ``*``, ``…`` between words, ``^`` in front."""
    begins_well = pattern.startswith(OPENING + ANY_WORD) or pattern.removeprefix(OPENING)[:1].isalpha()
    return bool(begins_well and pattern == folded(pattern) and _SYNTAX.fullmatch(pattern) and pattern[-1] not in "… ")


def folded(text: str) -> str:
    """The text with plain apostrophes, and in lower case where that leaves every character in its place."""
    text = text.replace("’", "'")
    lower = text.lower()
    return lower if len(lower) == len(text) else text
