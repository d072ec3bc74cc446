"""Which levels a course can have at all, by what kind of provider and programme it belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from escomap.levels.text_head import HEAD_LEVELS
from escomap.levels.wording import fold, word_set, words_of

HIGHER = (HEAD_LEVELS[1], HEAD_LEVELS[-1])
VOCATIONAL = (1, HIGHER[0])
# Courses of known level that a provider needs before the others are thought to lie between them.
MIN_KNOWN = 20
_HIGHER = (
    "universi", "hochschul", "hogskol", "hogesch", "hojskole", "ammattikorkeakoul", "korkeakoul", "politec", "polytech",
    "politech", "academi", "fachhochschul", "yliopisto", "egyetem", "ulikool", "sveuciliste", "vysok",
)  # fmt: skip
_HIGHER_WORDS = word_set("university degree faculty hogskola hogskole hbo wo universite facolta fakultat fakultet")
_VOCATIONAL = ("berufs", "yrkes", "erhverv", "apprentic", "vocation", "ausbildung")
_VOCATIONAL_WORDS = word_set("vet mbo roc cfp cfa nvq btec traineeship lehre azubi eud")


def plausible_levels(texts: Iterable[str], known: tuple[int, ...] = ()) -> tuple[int, int] | None:
    """The lowest and the highest level, by ``known`` levels of the provider where there are enough, else by words of
    its name and of the course's kind, programme and award; None when nothing tells.

    >>> plausible_levels(["Berufsschule Ulm"]), plausible_levels(["University of Bergen"]), plausible_levels(["Acme"])
    ((1, 5), (5, 8), None)
    """
    if len(known) >= MIN_KNOWN:
        return min(known), max(known)
    words = {word for text in texts for word in words_of(fold(text))}
    # A vocational programme at a university is vocational, and universities of applied sciences are none of the kind.
    if words & _VOCATIONAL_WORDS or any(word.startswith(_VOCATIONAL) for word in words):
        return VOCATIONAL
    if words & _HIGHER_WORDS or any(word.startswith(_HIGHER) for word in words):
        return HIGHER
    return None
