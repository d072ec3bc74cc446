"""Which of a course's outcomes are compared, where it states them in several languages."""

from __future__ import annotations

from collections import Counter

from escomap.model import DescribedOutcome
from escomap.recognition.side import Side

Outcomes = tuple[DescribedOutcome, ...]

# A translation may leave out some outcomes; a few outcomes in another language are no translation of all the others.
_VERSION_SHARE = 0.5


def compared_outcomes(a: Side, b: Side) -> tuple[Outcomes, Outcomes]:
    """The outcomes of each course, once: of translations those in a language both have, else in the fullest one.

    Outcomes in a language that is no version of its own stay, since nothing else says what they say.
    """
    versions_a, versions_b = _versions(a), _versions(b)
    common = versions_a.keys() & versions_b.keys()
    shared = max(sorted(common), key=lambda lang: versions_a[lang] + versions_b[lang], default="")
    return _in_version(a, versions_a, shared), _in_version(b, versions_b, shared)


def _versions(side: Side) -> Counter[str]:
    counts = Counter(outcome.lang for outcome in side.descriptor.outcomes)
    fullest = max(counts.values(), default=0)
    return Counter({lang: count for lang, count in counts.items() if count >= fullest * _VERSION_SHARE})


def _in_version(side: Side, versions: Counter[str], shared: str) -> Outcomes:
    title_lang = next(iter(side.descriptor.titles))
    chosen = shared or max(sorted(versions), key=lambda lang: (versions[lang], lang == title_lang), default="")
    left_out = versions.keys() - {chosen}
    return tuple(outcome for outcome in side.descriptor.outcomes if outcome.lang not in left_out)
