"""Synonyms of an institution: proposed from what reviewers chose freely, and those that change nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from escomap import tables
from escomap.atomic_files import write_bytes
from escomap.mappings import SYNONYM_COLUMNS, SYNONYM_KEY, load_synonyms, read_synonyms
from escomap.matching.index import searchable_uris
from escomap.matching.synonyms import Status, Synonyms, idle_synonyms
from escomap.quality.decided import free_choices
from escomap.quality.learnt import synonyms as proposals_from
from escomap.review.settle import settle_decisions
from escomap.steps.suggested import read_suggested, require_decisions
from escomap.store.db import Store, open_store
from escomap.text.normalise import normalised


@dataclass(slots=True)
class Proposals:
    """Rows written for a person to judge, by file, and how many proposals stood there already."""

    written: dict[Path, list[dict[str, str]]] = field(default_factory=dict)
    known: int = 0


def propose_synonyms(db: Path, decisions: Path, folder: Path) -> Proposals:
    """Puts what reviewers chose freely into the files of ``folder`` as rows with the status ``proposed``.

    Rows that are there stay as they are: what was rejected once is not proposed again.

    Raises:
        EscomapError: ``no_decisions``; ``bad_mapping``, a file there cannot be read.
    """
    standings = settle_decisions(require_decisions(decisions))
    with open_store(db) as store:
        found = read_suggested(store)
        labels = store.arrow("reviewed_concepts", lang="en").to_pylist()
    names = {row["concept_uri"]: row["label"] for row in labels}
    proposed = proposals_from(free_choices(found.links, standings), found.outcomes).to_dict("records")
    made = Proposals()
    for lang in sorted({row["lang"] for row in proposed}):
        file = folder / f"{lang}.csv"
        present = read_synonyms(file) if file.is_file() else []
        taken = {(row["concept_uri"], normalised(row["label"])) for row in present}
        rows = [_row(row, names.get(row["skill_uri"], "")) for row in proposed if row["lang"] == lang]
        new = [row for row in rows if (row["concept_uri"], normalised(row["label"])) not in taken]
        made.known += len(rows) - len(new)
        if new:
            _write(file, [*present, *new])
            made.written[file] = new
    return made


def _row(proposal: dict[Any, Any], name: str) -> dict[str, str]:
    outcomes = f"{proposal['times']} outcome{'s' if proposal['times'] > 1 else ''}"
    return {
        "concept_uri": proposal["skill_uri"],
        "label": proposal["label"],
        "status": Status.PROPOSED.value,
        "source": f"chosen by reviewers for {outcomes} in these words",
        "checked_by": "",
        "remark": f"concept: {name}" if name else "",
    }


def _write(file: Path, rows: Iterable[dict[str, str]]) -> None:
    written = io.StringIO()
    writer = csv.DictWriter(written, SYNONYM_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: [row[name] for name in SYNONYM_KEY]))
    file.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(file, written.getvalue().encode("utf-8"))


def check_synonyms(db: Path, folder: Path) -> list[str]:
    """What there is to know of the synonyms in a mappings folder for the release in a database."""
    waiting = sum(
        row["status"] == Status.PROPOSED
        for file in sorted((folder / "synonyms").glob("*.csv"))
        for row in read_synonyms(file)
    )
    notes = [f"synonyms that wait for a person to set status and checked_by: {waiting}"] if waiting else []
    with open_store(db) as store:
        return notes + idle_notes(store, load_synonyms(folder).values())


def idle_notes(store: Store, synonyms: Iterable[Synonyms]) -> list[str]:
    """What to know of accepted synonyms that do nothing for the release in a database."""
    chosen = list(synonyms)
    if not chosen:
        return []
    labels = store.read(tables.CORE_CONCEPT_LABEL)
    known = {
        (uri, lang, label.casefold())
        for uri, lang, label in zip(labels["concept_uri"], labels["lang"], labels["label"], strict=True)
    }
    idle = idle_synonyms(chosen, set(searchable_uris(store.read(tables.CORE_CONCEPT))), known)
    told = {
        "synonyms of concepts not in this ESCO release": idle.concept_missing,
        "synonyms that are labels of their concepts already": idle.label_known,
    }
    return [f"{what}: {len(rows)}, e.g. {rows[0][1]!r} for {rows[0][0]}" for what, rows in told.items() if rows]
