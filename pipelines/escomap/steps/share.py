"""A consultation form of a sample of courses, from a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from escomap import tables
from escomap.atomic_files import write_bytes
from escomap.consultation.form import AskedConcept, AskedCourse, AskedOutcome, Form
from escomap.consultation_files import keep_form
from escomap.descriptor import build_descriptors
from escomap.errors import EscomapError, unknown_name
from escomap.exports.consultation import consultation_page
from escomap.exports.inferences import level_note
from escomap.model import Band, DescribedOutcome, Descriptor
from escomap.quality.sampling import draw_spread
from escomap.steps.course_lookup import find_course
from escomap.steps.describe import descriptor_frames
from escomap.steps.suggested import read_suggested
from escomap.store.db import Store, open_store

EXCERPT = 600
TITLE = "Do these skills fit these courses?"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form is to ask: these courses, or so many at random; ``most_concepts`` for each outcome."""

    courses: Sequence[str] = ()
    count: int = 10
    seed: int = 0
    bands: Collection[str] = (Band.ACCEPT, Band.REVIEW)
    most_concepts: int = 4
    lang: str = "en"

    def __post_init__(self) -> None:
        for band in self.bands:
            if band not in tuple(Band):
                raise unknown_name("band", band, list(Band))


@dataclass(frozen=True, slots=True)
class Wording:
    """What a form says of itself; empty texts are filled in. ``lang`` is the language of title and introduction."""

    title: str = ""
    intro: str = ""
    lang: str = "en"
    asked_by: str = ""
    send_to: str = ""


def share_form(db: Path, decisions: Path, out: Path, wanted: Wanted, wording: Wording) -> Form:
    """Writes a form as one HTML page and keeps what it asks beside the decisions.

    The same database and wishes give the same form.

    Raises:
        EscomapError: ``nothing_to_ask``, no course, or not the named one, has a concept to ask about.
    """
    with open_store(db) as store:
        form = build_form(store, wanted, wording)
    keep_form(decisions, form)
    out.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(out, consultation_page(form))
    return form


def build_form(store: Store, wanted: Wanted, wording: Wording) -> Form:
    """The form, its courses in the order of the descriptors."""
    frames = descriptor_frames(store)
    langs = {lang for held in store.read(tables.CORE_VOCABULARY)["langs"] for lang in held}
    if wanted.lang not in langs:
        raise unknown_name("language", wanted.lang, sorted(langs))
    concepts = _Concepts(store, wanted)
    asked = {each.course_id: each for each in build_descriptors(frames) if concepts.are_asked_in(each)}
    chosen = _named(store, wanted.courses, asked) if wanted.courses else _drawn(store, wanted, asked)
    courses = tuple(_course(each, concepts) for key, each in asked.items() if key in chosen)
    providers = dict.fromkeys(course.provider for course in courses if course.provider)
    return Form(
        title=wording.title or TITLE,
        intro=wording.intro,
        lang=wording.lang if wording.title or wording.intro else "en",
        asked_by=wording.asked_by or ", ".join(providers),
        send_to=wording.send_to,
        esco_version=frames.esco_version,
        courses=courses,
    )


class _Concepts:
    """The concepts to ask about, by outcome."""

    def __init__(self, store: Store, wanted: Wanted) -> None:
        rows = store.rows("reviewed_concepts", lang=wanted.lang).to_dict("records")
        known = {
            row["concept_uri"]: AskedConcept(row["concept_uri"], row["label"], row["lang"], row["description"])
            for row in rows
        }
        self._by_outcome: dict[str, list[AskedConcept]] = defaultdict(list)
        for link in store.rows("links_to_ask").to_dict("records"):
            chosen = self._by_outcome[link["outcome_id"]]
            if link["band"] in wanted.bands and link["skill_uri"] in known and len(chosen) < wanted.most_concepts:
                chosen.append(known[link["skill_uri"]])

    def of(self, outcome: DescribedOutcome) -> tuple[AskedConcept, ...]:
        """Sorted by label: an order by confidence would tell the answer that is expected."""
        chosen = self._by_outcome.get(outcome.outcome_id, ())
        return tuple(sorted(chosen, key=lambda concept: (concept.label.casefold(), concept.uri)))

    def are_asked_in(self, course: Descriptor) -> bool:
        """Whether there is anything to ask of a course."""
        return any(self._by_outcome.get(outcome.outcome_id) for outcome in course.outcomes)


def _named(store: Store, names: Iterable[str], asked: Mapping[str, Descriptor]) -> set[str]:
    chosen = set()
    for name in names:
        course_id = str(find_course(store, name)["course_id"])
        if course_id not in asked:
            raise EscomapError(
                "nothing_to_ask",
                f"The course {name!r} has no concept to ask about, or has ended.",
                where=str(store.path),
                hint="name another course, or further bands: --band none",
            )
        chosen.add(course_id)
    return chosen


def _drawn(store: Store, wanted: Wanted, asked: Mapping[str, Descriptor]) -> set[str]:
    outcomes = read_suggested(store).outcomes
    courses = outcomes[outcomes["course_id"].isin(list(asked))].drop_duplicates("course_id")
    if courses.empty:
        raise EscomapError(
            "nothing_to_ask",
            "No course has a concept to ask about.",
            where=str(store.path),
            hint="name further bands: --band none",
        )
    drawn: pd.DataFrame = draw_spread(courses, wanted.count, wanted.seed, ("course_id",), least=1)
    return set(drawn["course_id"].iloc[: wanted.count])


def _course(course: Descriptor, concepts: _Concepts) -> AskedCourse:
    lang, title = next(iter(course.titles.items()))
    description_lang, description = next(iter(course.descriptions.items()), ("", ""))
    has_level = course.eqf_level is not None
    stated = f"The catalogue states it ({course.eqf_evidence.strip()})."
    return AskedCourse(
        course_id=course.course_id,
        course_code=course.course_code,
        provider=course.provider,
        title=title,
        lang=lang,
        description=excerpt(description),
        description_lang=description_lang,
        eqf_level=str(course.eqf_level) if has_level else "",
        level_basis=(level_note(course, is_level_stated=True) or stated) if has_level else "",
        outcomes=tuple(
            AskedOutcome(outcome.outcome_id, outcome.text, outcome.lang, concepts.of(outcome))
            for outcome in course.outcomes
        ),
    )


def excerpt(text: str, longest: int = EXCERPT) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= longest:
        return text
    return f"{text[:longest].rsplit(maxsplit=1)[0].rstrip(' ,;:.')} …"
