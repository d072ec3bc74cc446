"""The EQF dimension and Bloom level of every outcome."""

from __future__ import annotations

from escomap import tables
from escomap.dimensions.assign import assign_dimensions
from escomap.dimensions.weights import load_weights
from escomap.mappings import load_cues
from escomap.paths import mappings_folder
from escomap.steps.run import Run


def classify_outcomes(run: Run) -> None:
    """Writes sug_dimension."""
    cue_sets = load_cues(mappings_folder(run.request.mappings))
    found = assign_dimensions(run.store.rows("outcomes_to_classify"), cue_sets, load_weights())
    with run.store.transaction():
        run.store.replace(found, tables.SUG_DIMENSION)
