"""The level mappings compiled for look-up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escomap.levels.countries import state_of
from escomap.levels.profiles import LevelProfile
from escomap.levels.rows import FrameworkName, LevelFact, WordRule, conflict, to_level_fact, to_level_key, to_word_rule
from escomap.levels.wording import words_of

if TYPE_CHECKING:
    import pandas as pd

# A cycle name in a field made for it is as good as an official table (QF-EHEA, class A in nqf_eqf.csv).
CYCLE_WORD_SCORE = 0.95

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """National levels, qualification types, framework names, degree words, cycle words and level profiles.

    ``names`` and ``qualifications`` are keyed by folded words; ``starts`` lists the names that begin with a word,
    longest first. Degree words are grouped by language.
    """

    levels: Mapping[tuple[str, str], Mapping[str, LevelFact]]
    qualifications: Mapping[str, Mapping[Words, LevelFact]]
    names: Mapping[Words, tuple[FrameworkName, ...]]
    starts: Mapping[str, tuple[Words, ...]]
    degree_words: Mapping[str, tuple[WordRule, ...]]
    cycle_words: tuple[WordRule, ...]
    profiles: tuple[LevelProfile, ...] = ()

    @classmethod
    def from_frames(
        cls,
        nqf_eqf: pd.DataFrame,
        frameworks: pd.DataFrame,
        degree_words: pd.DataFrame,
        cycle_words: pd.DataFrame,
        *,
        profiles: Sequence[LevelProfile] = (),
    ) -> LevelFacts:
        """The facts of the four mapping tables and the level profiles.

        Raises where two rows contradict each other or one cannot be read.
        """
        facts = [to_level_fact(row) for row in _rows(nqf_eqf)]
        names = _names(_rows(frameworks), facts)
        return cls(
            _levels(fact for fact in facts if fact.is_level),
            _qualifications(fact for fact in facts if not fact.is_level),
            names,
            _starts(names),
            _degree_words(_rows(degree_words)),
            _cycle_words(_rows(cycle_words)),
            tuple(sorted(profiles, key=lambda profile: profile.name)),
        )

    def frameworks_of(self, country_code: str) -> list[str]:
        """Frameworks with level facts of a country or region, else of the country it belongs to, sorted."""
        for wanted in (country_code, state_of(country_code)):
            if found := sorted({framework for country, framework in self.levels if country == wanted}):
                return found
        return []


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _levels(facts: Iterable[LevelFact]) -> dict[tuple[str, str], dict[str, LevelFact]]:
    table: dict[tuple[str, str], dict[str, LevelFact]] = {}
    for fact in facts:
        _put(table.setdefault((fact.country_code, fact.framework), {}), to_level_key(fact.name), fact)
    return table


def _qualifications(facts: Iterable[LevelFact]) -> dict[str, dict[Words, LevelFact]]:
    table: dict[str, dict[Words, LevelFact]] = {}
    for fact in facts:
        _put(table.setdefault(fact.country_code, {}), words_of(fact.name), fact)
    return _with_states(table)


def _with_states(table: dict[str, dict[Words, LevelFact]]) -> dict[str, dict[Words, LevelFact]]:
    """``table`` with what the regions of a country agree on as facts of the country."""
    agreed: dict[str, dict[Words, set[LevelFact]]] = {}
    for country, facts in table.items():
        for words, fact in facts.items():
            if country != state_of(country) and words not in table.get(state_of(country), {}):
                agreed.setdefault(state_of(country), {}).setdefault(words, set()).add(fact)
    for state, regional in agreed.items():
        for words, found in regional.items():
            if len({fact.eqf_level for fact in found}) == 1:
                best = min(found, key=lambda fact: (fact.evidence_class, fact.country_code))
                table.setdefault(state, {})[words] = best
    return table


def _put(table: dict[Any, LevelFact], key: Words | str, fact: LevelFact) -> None:
    """Adds a fact: one of today replaces one that ended; between equals the better evidence is kept."""
    known = table.get(key)
    if known is None or (known.valid_to and not fact.valid_to):
        table[key] = fact
    elif bool(known.valid_to) == bool(fact.valid_to):
        if known.eqf_level != fact.eqf_level:
            raise conflict(f"{fact.country_code} {fact.framework} {fact.name!r}", known.eqf_level, fact.eqf_level)
        table[key] = min(known, fact, key=lambda each: each.evidence_class)


def _names(rows: list[dict[str, Any]], facts: list[LevelFact]) -> dict[Words, tuple[FrameworkName, ...]]:
    found: dict[tuple[Words, str], str] = {}
    for row in rows:
        key = (words_of(row["name"]), row["country_code"])
        if found.setdefault(key, row["framework"]) != row["framework"]:
            raise conflict(f"the name {row['name']!r} in {row['country_code']}", found[key], row["framework"])
    for fact in facts:
        # A framework's own name always means it in its country, unless frameworks.csv says otherwise.
        found.setdefault((words_of(fact.framework), fact.country_code), fact.framework)
    table: dict[Words, tuple[FrameworkName, ...]] = {}
    for (words, country), framework in sorted(found.items()):
        if words:
            table[words] = (*table.get(words, ()), FrameworkName(country, framework))
    return table


def _starts(names: Mapping[Words, object]) -> dict[str, tuple[Words, ...]]:
    table: dict[str, list[Words]] = {}
    for words in names:
        table.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in table.items()}


def _degree_words(rows: list[dict[str, Any]]) -> dict[str, tuple[WordRule, ...]]:
    _require_one_answer(rows, "degree_words.csv")
    table: dict[str, list[WordRule]] = {}
    for row in rows:
        rule = to_word_rule(row, "degree_words.csv", score=float(row["prior_score"]), name=row["example"])
        table.setdefault(rule.lang, []).append(rule)
    return {lang: tuple(rules) for lang, rules in table.items()}


def _cycle_words(rows: list[dict[str, Any]]) -> tuple[WordRule, ...]:
    _require_one_answer(rows, "cycle_words.csv")
    return tuple(to_word_rule(row, "cycle_words.csv", score=CYCLE_WORD_SCORE, name=row["cycle"]) for row in rows)


def _require_one_answer(rows: list[dict[str, Any]], file: str) -> None:
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        level = str(row["eqf_level"])
        if seen.setdefault((row["lang"], row["pattern"]), level) != level:
            raise conflict(f"{row['lang']} {row['pattern']!r} in {file}", seen[row["lang"], row["pattern"]], level)
