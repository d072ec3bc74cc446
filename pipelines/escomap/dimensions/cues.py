"""Words and phrases that tell the dimension of an outcome, found in its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

# Longest text read for cues; outcomes are far shorter, and the main verb stands at the front.
MAX_CHARACTERS = 1000
# Words that may stand where a pattern has "…".
_GAP = r"\s+(?:[^\s,;.:]+\s+){0,8}?"
_SYNTAX = re.compile(r"\^?(?:[\w'’()-]+\*?|\*|…|,|\s)+")


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
    """The cues of one language; ``headings`` maps a section's heading in lower case to its dimension."""

    cues: tuple[Cue, ...]
    any_of: re.Pattern[str]
    headings: Mapping[str, Dimension]

    def find(self, text: str) -> list[FoundCue]:
        """The cues in a text, left to right, none inside another."""
        return [
            FoundCue(self.cues[match.lastindex - 1], match.start(), match.end())
            for match in self.any_of.finditer(folded(text[:MAX_CHARACTERS]))
            if match.lastindex
        ]


def compile_cues(cues: Iterable[Cue], headings: Mapping[str, Dimension]) -> CueSet:
    """The cues of a language, longer patterns first: "take responsibility" before "responsib*"."""
    ordered = tuple(sorted(cues, key=lambda cue: (-len(cue.pattern), cue.pattern)))
    alternatives = "|".join(f"({to_expression(cue.pattern)})" for cue in ordered)
    return CueSet(ordered, re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)" if ordered else r"(?!)"), dict(headings))


def to_expression(pattern: str) -> str:
    r"""The regular expression of a pattern: ``*`` is any ending, ``…`` a few words, ``^`` the start of the text.

    >>> to_expression("^take* responsibility")
    '\\A\\W*take\\w*\\s+responsibility'
    """
    anchored = pattern.startswith("^")
    parts = [re.escape(part.strip()).replace(r"\*", r"\w*") for part in pattern.removeprefix("^").split("…")]
    body = _GAP.join(part.replace(r"\ ", r"\s+") for part in parts)
    return rf"\A\W*{body}" if anchored else body


def is_pattern(pattern: str) -> bool:
    """Whether a pattern keeps to the syntax: words in lower case, ``*``, ``…`` between words, ``^`` in front."""
    begins = pattern.removeprefix("^")[:1].isalpha()
    return bool(begins and pattern == folded(pattern) and _SYNTAX.fullmatch(pattern) and pattern[-1] not in "… ")


def folded(text: str) -> str:
    """The text in lower case, where that leaves every character in its place."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text
