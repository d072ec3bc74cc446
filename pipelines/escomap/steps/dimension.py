"""The EQF dimension and Bloom level of every outcome."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from escomap import tables
from escomap.dimensions.assign import assign_dimensions, words_of
from escomap.dimensions.classify import Reading, classify
from escomap.dimensions.cues import Dimension
from escomap.dimensions.decided import with_standings
from escomap.dimensions.sections import heading_in
from escomap.dimensions.weights import load_weights
from escomap.mappings import load_cues
from escomap.model import MatchQuery
from escomap.paths import mappings_folder
from escomap.review.decisions import Subject
from escomap.steps.decisions import standings_on
from escomap.steps.run import Run


def classify_outcomes(run: Run) -> None:
    """Writes sug_dimension."""
    cue_sets = load_cues(mappings_folder(run.request.mappings))
    found = assign_dimensions(run.store.rows("outcomes_to_classify"), cue_sets, load_weights())
    found = with_standings(found, standings_on(run.store, Subject.DIMENSION))
    with run.store.transaction():
        run.store.replace(found, tables.SUG_DIMENSION)


def classify_queries(queries: Sequence[MatchQuery], mappings: Path | None = None) -> list[Reading]:
    """What each text says of the learner; its context is the heading of its section."""
    cue_sets, weights = load_cues(mappings_folder(mappings)), load_weights()
    readings = []
    for query in queries:
        cues = cue_sets.get(query.lang)
        section = heading_in(query.context, cues.headings) if cues else None
        readings.append(classify(query.text, cues, weights, section or Dimension.NONE))
    return readings


def to_answer(query: MatchQuery, reading: Reading) -> dict[str, Any]:
    """The stable JSON form of one answer."""
    return {
        "text": query.text,
        "language": query.lang,
        "dimension": reading.dimension.value,
        "confidence": round(reading.confidence, 4),
        "cue": words_of(reading.cue, query.text),
        "cue_span": [reading.cue.start, reading.cue.end] if reading.cue else None,
        "section_dimension": reading.section.value,
        "bloom_level": reading.bloom_level or None,
        "bloom_cue": words_of(reading.bloom_cue, query.text),
    }


def to_line(query: MatchQuery, reading: Reading) -> str:
    """One answer as a person reads it: confidence, dimension, Bloom level, and the words that told them."""
    words = dict.fromkeys(words_of(found, query.text) for found in (reading.cue, reading.bloom_cue) if found)
    cue = f"  [{', '.join(words)}]" if words else ""
    bloom = f"Bloom: {reading.bloom_level or '-'}"
    return f"{reading.confidence:.2f}  {reading.dimension:<23} {bloom:<17} {query.text}{cue}"
