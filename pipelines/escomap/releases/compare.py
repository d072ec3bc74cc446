"""The changes between two ESCO releases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from escomap.releases.changes import Added, Moved, Relabelled, ReleaseDiff, Removed, Vocabulary
from escomap.releases.replacement import Proposer

if TYPE_CHECKING:
    import pandas as pd

Change = TypeVar("Change", Added, Removed, Moved)


def compare_releases(old: Vocabulary, new: Vocabulary, langs: Iterable[str] | None = None) -> ReleaseDiff:
    """What changed from ``old`` to ``new`` for the concepts in use, skill groups included.

    ``unchanged`` counts concepts that are in both, with the same preferred labels below the same concepts. Labels are
    compared in ``langs``, by default in the languages that both releases have.
    """
    before, after = _in_use(old.concepts), _in_use(new.concepts)
    stayed = sorted(set(before) & set(after))
    chosen, notes = _languages(old, new, langs)
    old_names, new_names = names_of(old.labels), names_of(new.labels)
    relabelled = _relabelled(old, new, chosen, set(stayed))
    moved = _moved(old, new, {uri: after[uri] for uri in stayed}, old_names | new_names, notes)
    changed = {one.uri for one in relabelled} | {one.uri for one in moved}
    gone = {uri: kind for uri, kind in before.items() if uri not in after}
    return ReleaseDiff(
        old.version,
        new.version,
        tuple(chosen),
        len(stayed) - len(changed),
        _sorted(Added(uri, after[uri], new_names.get(uri, "")) for uri in set(after) - set(before)),
        _removed(old, new, gone, old_names),
        relabelled,
        moved,
        tuple(notes),
    )


def names_of(labels: pd.DataFrame) -> dict[str, str]:
    """One name per concept for people: its English preferred label, else that of the first language."""
    rows = labels[labels["label_kind"] == "preferred"]
    ordered = rows.assign(order=rows["lang"] != "en").sort_values(["concept_uri", "order", "lang", "label"])
    return dict(ordered.drop_duplicates("concept_uri")[["concept_uri", "label"]].itertuples(index=False, name=None))


def _in_use(concepts: pd.DataFrame) -> dict[str, str]:
    rows = concepts[concepts["status"] != "obsolete"]
    return dict(zip(rows["concept_uri"], rows["concept_type"], strict=True))


def _languages(old: Vocabulary, new: Vocabulary, langs: Iterable[str] | None) -> tuple[list[str], list[str]]:
    held = {name: set(one.labels["lang"]) for name, one in (("old", old), ("new", new))}
    wanted = set(langs) if langs else held["old"] | held["new"]
    notes = [
        f"labels in {', '.join(missing)} were not compared: the {name} release has none"
        for name, present in held.items()
        if (missing := sorted(wanted - present))
    ]
    return sorted(wanted & held["old"] & held["new"]), notes


def _preferred(labels: pd.DataFrame, langs: list[str], uris: set[str]) -> dict[tuple[str, str], str]:
    rows = labels[(labels["label_kind"] == "preferred") & labels["lang"].isin(langs) & labels["concept_uri"].isin(uris)]
    first = rows.sort_values(["concept_uri", "lang", "label"]).drop_duplicates(["concept_uri", "lang"])
    columns = first[["concept_uri", "lang", "label"]].itertuples(index=False, name=None)
    return {(uri, lang): label for uri, lang, label in columns}


def _relabelled(old: Vocabulary, new: Vocabulary, langs: list[str], stayed: set[str]) -> tuple[Relabelled, ...]:
    before, after = _preferred(old.labels, langs, stayed), _preferred(new.labels, langs, stayed)
    changed = (
        Relabelled(uri, lang, label, after.get((uri, lang), ""))
        for (uri, lang), label in before.items()
        if label != after.get((uri, lang))
    )
    return tuple(sorted(changed, key=lambda one: (one.lang, one.old_label, one.uri)))


def _moved(
    old: Vocabulary, new: Vocabulary, kinds: Mapping[str, str], names: Mapping[str, str], notes: list[str]
) -> tuple[Moved, ...]:
    if old.broader.empty or new.broader.empty:
        which = "old" if old.broader.empty else "new"
        notes.append(f"moves were not looked for: the {which} release has no broaderRelationsSkillPillar")
        return ()
    before, after = parents_of(old.broader), parents_of(new.broader)
    nowhere: frozenset[str] = frozenset()

    def named(uris: frozenset[str]) -> tuple[str, ...]:
        return tuple(sorted(names.get(uri, uri) for uri in uris))

    moves = []
    for uri, kind in kinds.items():
        was, now = before.get(uri, nowhere), after.get(uri, nowhere)
        if was != now:
            moves.append(Moved(uri, kind, names.get(uri, ""), named(was - now), named(now - was)))
    return _sorted(moves)


def parents_of(broader: pd.DataFrame) -> dict[str, frozenset[str]]:
    """The concepts and groups directly above each concept."""
    return {str(uri): frozenset(rows) for uri, rows in broader.groupby("concept_uri")["broader_uri"]}


def _removed(
    old: Vocabulary, new: Vocabulary, gone: Mapping[str, str], names: Mapping[str, str]
) -> tuple[Removed, ...]:
    known = set(new.concepts["concept_uri"])
    proposer = Proposer(old, new, _in_use(new.concepts))
    return _sorted(
        Removed(
            uri, kind, names.get(uri, ""), "obsolete" if uri in known else "absent", proposer.replacement(uri, kind)
        )
        for uri, kind in gone.items()
    )


def _sorted(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda one: (one.concept_type, one.label, one.uri)))
