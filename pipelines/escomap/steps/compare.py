"""Two published databases compared."""

from __future__ import annotations

import json
from pathlib import Path

from escomap import tables
from escomap.comparison.changes import Comparison
from escomap.comparison.compare import compare
from escomap.comparison.snapshot import Snapshot
from escomap.store.db import Store, open_store

# Settings that change no result.
OPERATING_SETTINGS = ("precision", "batch_size", "workers", "torch_threads", "strict", "ending_share")


def compare_databases(old: Path, new: Path) -> Comparison:
    """What changed from one database to the other; both are opened read-only.

    Raises:
        EscomapError: one is missing or damaged, or they have no course in common.
    """
    with open_store(old) as store:
        before = _snapshot(store, str(old))
    with open_store(new) as store:
        after = _snapshot(store, str(new))
    return compare(before, after)


def _snapshot(store: Store, name: str) -> Snapshot:
    return Snapshot(
        name,
        courses=store.read(tables.CORE_COURSE),
        texts=store.read(tables.CORE_COURSE_TEXT),
        outcomes=store.read(tables.CORE_OUTCOME),
        levels=store.read(tables.SUG_LEVEL),
        links=store.rows("links_and_reviews"),
        conditions=_conditions(store),
    )


def _conditions(store: Store) -> dict[str, str]:
    """What results depend on beside the catalogue: release, and models, mappings, settings, version of the last run."""
    releases = store.read(tables.CORE_VOCABULARY).to_dict("records")
    found = {"ESCO": ", ".join(f"{one['esco_version']} ({one['vocabulary_key'][:8]})" for one in releases)}
    inputs = store.rows("run_conditions").to_dict("records")
    # A model is named with its digest, so that another one is one line and not two.
    models = [f"{one['name']} ({one['sha256'][:8]})" for one in inputs if one["input_kind"] == "model"]
    found["encoders"] = ", ".join(models)
    files = [one for one in inputs if one["input_kind"] != "model"]
    found |= {f"{one['input_kind']} {one['name']}": one["sha256"][:8] for one in files}
    for one in inputs[:1]:
        found["escomap"] = one["escomap_version"]
        settings = json.loads(one["settings_json"])
        found |= {f"setting {name}": str(settings[name]) for name in settings if name not in OPERATING_SETTINGS}
    return found
