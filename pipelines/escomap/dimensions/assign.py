"""Dimensions for all outcomes of a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from escomap.dimensions.classify import Reading, classify
from escomap.dimensions.cues import CueSet, Dimension, FoundCue
from escomap.dimensions.sections import heading_in
from escomap.dimensions.weights import Weights
from escomap.tables import SUG_DIMENSION, empty_frame, require_frame

if TYPE_CHECKING:
    import pandas as pd


def assign_dimensions(outcomes: pd.DataFrame, cue_sets: Mapping[str, CueSet], weights: Weights) -> pd.DataFrame:
    """The rows of ``sug_dimension`` for ``outcomes``, by outcome.

    Its columns are outcome_id, course_id, source_column, text, lang and text_before, what stands between the outcome
    and the one before it; rows of one course and column stand together, in the order of the text.
    """
    import pandas as pd

    known: dict[tuple[str, str, Dimension], Reading] = {}
    rows: list[dict[str, Any]] = []
    for outcome_id, text, lang, section in with_sections(outcomes, cue_sets):
        key = (text, lang, section)
        if key not in known:
            known[key] = classify(text, cue_sets.get(lang), weights, section)
        rows.append(_row(outcome_id, text, known[key]))
    if not rows:
        return empty_frame(SUG_DIMENSION)
    frame = pd.DataFrame(rows, columns=SUG_DIMENSION.column_names).sort_values("outcome_id", ignore_index=True)
    require_frame(frame, SUG_DIMENSION)
    return frame


def with_sections(outcomes: pd.DataFrame, cue_sets: Mapping[str, CueSet]) -> Iterator[tuple[str, str, str, Dimension]]:
    """Each outcome's id, text and language with the dimension its section's heading names.

    A heading holds until the next one of the same column that names a dimension.
    """
    names = ("course_id", "source_column", "outcome_id", "text", "lang", "text_before")
    place, section = ("", ""), Dimension.NONE
    for course_id, column, outcome_id, text, lang, before in zip(*(outcomes[name] for name in names), strict=True):
        if (course_id, column) != place:
            place, section = (course_id, column), Dimension.NONE
        if lang in cue_sets:
            section = heading_in(before, cue_sets[lang].headings) or section
        yield outcome_id, text, lang, section


def _row(outcome_id: str, text: str, reading: Reading) -> dict[str, Any]:
    cue = reading.cue
    return {
        "outcome_id": outcome_id,
        "dimension": reading.dimension.value,
        "dimension_score": round(reading.confidence, 4),
        "dimension_basis": "wording",
        "dimension_cue": words_of(cue, text),
        "cue_start": cue.start if cue else 0,
        "cue_end": cue.end if cue else 0,
        "section_dimension": reading.section.value,
        "bloom_level": reading.bloom_level,
        "bloom_cue": words_of(reading.bloom_cue, text),
    }


def words_of(found: FoundCue | None, text: str) -> str:
    """The words of a cue as they stand in the text."""
    return text[found.start : found.end] if found else ""
