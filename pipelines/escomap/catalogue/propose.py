"""A profile proposed from the column names and a few rows of a catalogue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from escomap.catalogue.headers import HeaderName, header_name, header_words, name_score
from escomap.catalogue.profile import DETECT, PLAIN_FIELDS, TEXT_FIELDS, CatalogueProfile
from escomap.catalogue.quantities import parse_credits, parse_ects, parse_hours, parse_isced_f, parse_url
from escomap.codes import country_code, language_codes
from escomap.errors import EscomapError
from escomap.model import RawRecord

# Tuned by hand on the headers of six catalogues in four languages: below 0.75 matches are chance.
MIN_SCORE = 0.75
GOOD_SCORE = 0.8
EXACT_NAME_FACTOR = 0.9
LONG_TEXT = 40
# Per sheet; and no more than so many records are looked at for sheets that come late.
SAMPLE_ROWS = 200
MAX_LOOKED_AT = 50_000
MAX_COLUMNS = 1000
MAX_NAME_CHARACTERS = 300
# Of each cell; no field asks for more to be told.
MAX_SAMPLE_CHARACTERS = 1000
_ORDER = (*PLAIN_FIELDS, *TEXT_FIELDS)
# A level column named "EQF level" holds bare numbers: its name says of which framework.
_FRAMEWORK_NAMES = {
    **dict.fromkeys(("eqf", "qeq", "eqr", "cec", "mec", "ekk"), "EQF"),
    **{name.lower(): name for name in ("SeQF", "NLQF", "DQR", "SCQF", "FHEQ", "RQF", "NFQ", "RNCP")},
}
_PARSERS: Mapping[str, Callable[[str], object]] = {
    "ects": parse_ects,
    "credits": parse_credits,
    "workload_hours": parse_hours,
    "isced_f_code": parse_isced_f,
    "url": parse_url,
    "country_code": country_code,
    "teaching_langs": lambda text: language_codes(text)[0],
}


@dataclass(frozen=True, slots=True)
class Placement:
    """A column placed in a field with a score in 0..1, and the columns that came next."""

    field: str
    lang: str
    column: str
    score: float
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedProfile:
    """A profile with the reasons for it; ``is_good`` where a run may use it without a person having looked."""

    profile: CatalogueProfile
    placements: tuple[Placement, ...]
    unplaced: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether the title and the outcomes or the description were found with good scores."""
        found = {placement.field for placement in self.placements if placement.score >= GOOD_SCORE}
        return "title" in found and bool(found & {"outcomes", "description"})

    def placed(self) -> list[tuple[str, str]]:
        """``(field, column)`` pairs in the order of the fields, a known language behind the field."""
        return [(f"{p.field}.{p.lang}" if p.lang else p.field, p.column) for p in self.placements]

    def require_usable(self, path: Path) -> CatalogueProfile:
        """The profile, where it is good enough to be used unseen."""
        if self.is_good:
            return self.profile
        placed = ", ".join(f"{field} = {column}" for field, column in self.placed()) or "none"
        raise EscomapError(
            "unclear_columns",
            "The columns for the title and for the learning outcomes or the description cannot be told by their names.",
            where=f"{path}: recognised {placed}; not recognised {', '.join(self.unplaced) or 'none'}",
            hint=f"escomap profile {path} writes a profile to complete; then give it with --profile",
        )


class Sample:
    """The first records of every sheet: enough to tell what its columns hold."""

    def __init__(self) -> None:
        self.records: list[RawRecord] = []
        self._counts: Counter[str] = Counter()

    def add(self, record: RawRecord) -> None:
        """Keeps a record, unless its sheet has enough."""
        self._counts[record.sheet] += 1
        if self._counts[record.sheet] <= SAMPLE_ROWS:
            self.records.append(record)


def sample_of(records: Iterable[RawRecord]) -> list[RawRecord]:
    """The sample of records of which not all are looked at."""
    sample = Sample()
    for record in islice(records, MAX_LOOKED_AT):
        sample.add(record)
    return sample.records


def propose_profile(
    name: str, records: Sequence[RawRecord], known_names: Iterable[tuple[str, str, str]]
) -> ProposedProfile:
    """Places columns in fields by their names and their content, for each sheet by its own.

    ``records`` are the first records of a catalogue, ``known_names`` the rows of mappings/headers.csv, ``name``
    becomes the profile's. A sheet without a title says nothing about courses, unless there is no other.
    """
    names: dict[str, list[str]] = {}
    for field, _, header in known_names:
        names.setdefault(field, []).append(header_words(header))
    by_sheet: dict[str, list[RawRecord]] = {}
    for record in records:
        by_sheet.setdefault(record.sheet, []).append(record)
    sheets = [_placed(sheet, names) for sheet in by_sheet.values()]
    titled = [placements for placements in sheets if any(p.field == "title" for p in placements)] or sheets
    kept: dict[str, Placement] = {}
    for placement in (placement for placements in titled for placement in placements):
        kept.setdefault(placement.column, placement)
    placements = sorted(kept.values(), key=lambda p: (_ORDER.index(p.field), p.lang))
    headers = dict.fromkeys(h for record in records if not record.problem for h in record.values)
    unplaced = tuple(header for header in headers if header not in kept)
    return ProposedProfile(_profile(name, placements), tuple(placements), unplaced)


def _placed(records: Sequence[RawRecord], names: Mapping[str, Sequence[str]]) -> list[Placement]:
    samples: dict[str, list[str]] = {}
    for record in records:
        for header, text in {} if record.problem else record.values.items():
            samples.setdefault(header, []).extend(filter(None, [text[:MAX_SAMPLE_CHARACTERS].strip()]))
    headers = [header for header in samples if len(header) <= MAX_NAME_CHARACTERS]
    if len(headers) > MAX_COLUMNS:
        # The fullest: JSON keyed by something else than courses has a column for every key.
        headers = sorted(headers, key=lambda header: (-len(samples[header]), header))[:MAX_COLUMNS]
    scored = [
        Placement(field, column.lang if field in TEXT_FIELDS else "", column.column, score)
        for column in map(header_name, headers)
        for field in names
        if (score := _score(field, column, names[field], samples[column.column])) >= MIN_SCORE
    ]
    return _chosen(sorted(scored, key=lambda p: (-p.score, headers.index(p.column), p.field)))


def _score(field: str, column: HeaderName, names: Sequence[str], samples: Sequence[str]) -> float:
    own_words = column.words if field in TEXT_FIELDS else header_words(column.column)
    by_name, by_content = name_score(own_words, names), _content_factor(field, samples)
    # A column that has exactly a field's name is that field, whatever a few odd values say.
    return round(by_name * (max(by_content, EXACT_NAME_FACTOR) if by_name >= 0.999 else by_content), 3)


def _content_factor(field: str, samples: Sequence[str]) -> float:
    """What the content makes of the match: 1 keeps it, less speaks against the field."""
    if not samples:
        return 0.95
    if field in _PARSERS:
        share = sum(bool(_PARSERS[field](text)) for text in samples) / len(samples)
        return 1.0 if share >= 0.6 else 0.5
    length = sum(map(len, samples)) / len(samples)
    if field in ("outcomes", "description"):
        return 1.0 if length >= LONG_TEXT else 0.7
    if field == "title":
        if not (3 <= length <= 200 and len(set(samples)) > len(samples) / 3):
            return 0.7
        # Of "Module" and "Module title" the one that holds codes is no title.
        return 1.0 if sum(" " in text for text in samples) > len(samples) / 3 else 0.98
    if field == "course_code":
        return 1.0 if length <= 30 and len(set(samples)) > len(samples) / 2 else 0.6
    return 1.0


def _chosen(ranked: Sequence[Placement]) -> list[Placement]:
    taken: set[str] = set()
    slots: dict[tuple[str, str], Placement] = {}
    for placement in ranked:
        slot = (placement.field, placement.lang)
        if placement.column not in taken and slot not in slots:
            slots[slot] = placement
            taken.add(placement.column)
    return [
        Placement(p.field, p.lang, p.column, p.score, tuple(o.column for o in ranked if _competes(o, p))[:3])
        for p in slots.values()
    ]


def _competes(other: Placement, chosen: Placement) -> bool:
    return (other.field, other.lang) == (chosen.field, chosen.lang) and other.column != chosen.column


def _profile(name: str, placements: Sequence[Placement]) -> CatalogueProfile:
    texts: dict[str, dict[str, tuple[str, ...]]] = {}
    for placement in placements:
        if placement.field in TEXT_FIELDS:
            by_lang = texts.setdefault(placement.field, {})
            lang = placement.lang or DETECT
            by_lang[lang] = (*by_lang.get(lang, ()), placement.column)
    columns: dict[str, tuple[str, ...]] = {}
    for placement in placements:
        if placement.field in PLAIN_FIELDS:
            columns[placement.field] = (*columns.get(placement.field, ()), placement.column)
    words = [word for name in columns.get("level_text", ()) for word in header_words(name).split()]
    framework = next((_FRAMEWORK_NAMES[word] for word in words if word in _FRAMEWORK_NAMES), "")
    defaults = {"framework": framework} if framework and "framework" not in columns else {}
    return CatalogueProfile(name, columns=columns, texts=texts, defaults=defaults)
