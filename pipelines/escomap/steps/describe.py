"""What users and exports see: accepted links and one descriptor row per course."""

from __future__ import annotations

from escomap import tables
from escomap.descriptor import DescriptorFrames, accepted_links, describe_courses
from escomap.steps.run import Run
from escomap.store.db import Store


def describe(run: Run) -> None:
    """Writes out_outcome_skill and out_descriptor."""
    store = run.store
    links = accepted_links(
        store.rows("accepted_suggestions"), store.read(tables.CORE_OUTCOME), store.read(tables.CORE_CONCEPT)
    )
    with store.transaction():
        store.replace(links, tables.OUT_OUTCOME_SKILL)
        store.replace(describe_courses(descriptor_frames(store)), tables.OUT_DESCRIPTOR)


def descriptor_frames(store: Store) -> DescriptorFrames:
    """The rows that descriptors are made of."""
    vocabulary = store.read(tables.CORE_VOCABULARY)
    return DescriptorFrames(
        courses=store.read(tables.CORE_COURSE),
        texts=store.read(tables.CORE_COURSE_TEXT),
        outcomes=store.read(tables.CORE_OUTCOME),
        levels=store.read(tables.SUG_LEVEL),
        links=store.read(tables.OUT_OUTCOME_SKILL),
        concept_labels=store.rows("linked_labels"),
        esco_version=str(vocabulary.at[0, "esco_version"]) if len(vocabulary) else "",
    )
