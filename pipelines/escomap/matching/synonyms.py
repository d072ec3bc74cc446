"""Labels that an institution adds to concepts of ESCO: what a row may say, and which of them change nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from escomap.text.normalise import content_hash, normalised

SYNONYM = "synonym"
# The longest English label of ESCO v1.2.0 has 166 characters.
LONGEST_LABEL = 200


class Status(StrEnum):
    """What a person made of a synonym; only accepted ones are labels."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The accepted synonyms of one language: URI and label, in the order of their file."""

    lang: str
    labels: tuple[tuple[str, str], ...]

    @property
    def digest(self) -> str:
        """Changes whenever the synonyms do."""
        return content_hash(self.lang, *(part for row in self.labels for part in row))


def synonyms_digest(synonyms: Mapping[str, Synonyms], main: str, lang: str) -> str:
    """Names the synonyms that have a say in texts of ``lang``: its own, and those of the release's ``main`` language.

    Empty where there are none, so that answers of before there were any stay.
    """
    deciding = [synonyms[each].digest for each in dict.fromkeys((main, lang)) if each in synonyms]
    return content_hash(*deciding) if deciding else ""


def synonym_problem(row: Mapping[str, str]) -> str:
    """What is wrong with a row of ``mappings/synonyms/``, empty where nothing is."""
    if not row["concept_uri"].startswith(("http://", "https://")):
        return f"{row['concept_uri']!r} is not the URI of a concept"
    label = row["label"]
    if not normalised(label) or label != " ".join(label.split()) or len(label) > LONGEST_LABEL:
        return f"the label {label[:80]!r} is no label: words with single spaces, at most {LONGEST_LABEL} characters"
    if row["status"] not in tuple(Status):
        return f"the status {row['status']!r} is none of {', '.join(Status)}"
    if row["status"] != Status.PROPOSED and not row["checked_by"]:
        return f"{row['status']} by whom? fill checked_by with initials or a role"
    if not row["source"]:
        return "the source is empty: where the words were met"
    return ""


@dataclass(frozen=True, slots=True)
class Idle:
    """Accepted synonyms that change nothing for a release: of concepts it does not have, or its labels already."""

    concept_missing: tuple[tuple[str, str], ...]
    label_known: tuple[tuple[str, str], ...]


def idle_synonyms(synonyms: Iterable[Synonyms], uris: Collection[str], known: Collection[tuple[str, str, str]]) -> Idle:
    """Those that do nothing; ``known`` holds URI, language and label, casefolded, of the release."""
    rows = [(uri, label, each.lang) for each in synonyms for uri, label in each.labels]
    missing = [(uri, label) for uri, label, _ in rows if uri not in uris]
    present = [(uri, label) for uri, label, lang in rows if uri in uris and (uri, lang, label.casefold()) in known]
    return Idle(tuple(missing), tuple(present))
