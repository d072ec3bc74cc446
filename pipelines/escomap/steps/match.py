"""Every outcome matched to ESCO once: what an earlier run answered is taken over, the rest is done in batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from escomap import tables
from escomap.calibration_file import load_recalibration
from escomap.encoders import load_encoders
from escomap.mappings import load_glossaries, load_synonyms
from escomap.matching.encoder import Encoders
from escomap.matching.index import SkillIndex
from escomap.matching.match import match_key, suggest_skills
from escomap.matching.ranking import ranking_digest
from escomap.matching.recalibration import CLOSEST
from escomap.matching.synonyms import Synonyms, synonyms_digest
from escomap.model import Band, MatchQuery, Suggestion
from escomap.paths import cache_folder, mappings_folder
from escomap.readers.registry import file_sha256
from escomap.steps.run import Run
from escomap.steps.synonyms import idle_notes
from escomap.text.gloss import Glossary
from escomap.vocabulary.index import INDEX_TABLES, index_key, load_index, main_language

if TYPE_CHECKING:
    from escomap.settings import Settings
    from escomap.store.db import Store


@dataclass(frozen=True, slots=True)
class MatchPlan:
    """What is left to match: ``outcomes`` pairs outcome_id with match_key, ``queries`` holds each key's text once.

    The keys hold for ``encoders``.
    """

    outcomes: pd.DataFrame
    queries: dict[str, MatchQuery]
    encoders: Encoders
    glossaries: dict[str, Glossary]
    synonyms: dict[str, Synonyms]

    def batches(self, size: int) -> Iterator[list[str]]:
        """The keys in batches of ``size``."""
        keys = list(self.queries)
        yield from (keys[start : start + size] for start in range(0, len(keys), size))


@dataclass(frozen=True, slots=True)
class OutcomeQueries:
    """The outcomes of a database as queries, with the word lists of their languages and all synonyms."""

    outcome_ids: list[str]
    queries: list[MatchQuery]
    glossaries: dict[str, Glossary]
    synonyms: dict[str, Synonyms]

    def keys(self, vocabulary_key: str, langs: Sequence[str], model_id: str, settings: Settings) -> pd.DataFrame:
        """The match key of each outcome for a release with labels in ``langs`` and encoders.

        Columns ``outcome_id``, ``match_key``.
        """
        key, main = index_key(vocabulary_key, model_id), main_language(langs)
        words = {
            lang: (
                self.glossaries[lang].digest if lang in self.glossaries else "",
                synonyms_digest(self.synonyms, main, lang),
            )
            for lang in {query.lang for query in self.queries}
        }
        keys = [match_key(query, key, settings, *words[query.lang]) for query in self.queries]
        return pd.DataFrame({"outcome_id": self.outcome_ids, "match_key": keys}, dtype="str")


def read_queries(store: Store, mappings: Path | None) -> OutcomeQueries:
    """The outcomes of a database, as they are matched."""
    outcomes = store.rows("outcomes_to_match")
    queries = [
        MatchQuery(text, lang, context)
        for text, lang, context in zip(outcomes["text"], outcomes["lang"], outcomes["context"], strict=True)
    ]
    folder = mappings_folder(mappings)
    glossaries = load_glossaries(folder, {query.lang for query in queries})
    return OutcomeQueries(outcomes["outcome_id"].tolist(), queries, glossaries, load_synonyms(folder))


class Matcher:
    """The encoders and the index of a run."""

    def __init__(self, encoders: Encoders, index: SkillIndex, settings: Settings) -> None:
        self.encoders, self.index, self.settings = encoders, index, settings

    def match(self, keys: Sequence[str], queries: dict[str, MatchQuery]) -> list[list[Suggestion]]:
        """The suggestions of each key's query."""
        return suggest_skills([queries[key] for key in keys], self.index, self.encoders, self.settings)


def plan_matching(run: Run) -> MatchPlan:
    """Takes over known answers, drops those of outcomes that are gone, and says what is left."""
    encoders = load_encoders(run.request.settings)
    run.report.encoder = encoders.model_id
    for encoder in (encoders.sentence, encoders.multilingual):
        name, _, digest = encoder.model_id.partition("@")
        run.note_input("model", name, digest)
    outcomes = read_queries(run.store, run.request.mappings)
    vocabulary = _vocabulary(run)
    run.report.notes += idle_notes(run.store, outcomes.synonyms.values())
    wanted = outcomes.keys(vocabulary["vocabulary_key"], vocabulary["langs"], encoders.model_id, run.request.settings)
    with run.store.lookup(wanted), run.store.transaction():
        run.store.execute("reuse_suggestions")
        run.store.execute("reuse_matches")
        run.store.execute("drop_stale_suggestions")
        run.store.execute("drop_stale_matches")
        pending = run.store.rows("pending_matches")
    by_key = dict(zip(wanted["match_key"], outcomes.queries, strict=True))
    run.report.outcomes_reused = len(wanted) - len(pending)
    for row in run.store.rows("count_older_answers", esco_version=vocabulary["esco_version"]).itertuples():
        run.report.notes.append(
            f"{row.amount} outcomes keep their answers of ESCO {row.name}, carried over by escomap esco migrate"
        )
    queries = {key: by_key[key] for key in dict.fromkeys(pending["match_key"])}
    return MatchPlan(pending, queries, encoders, outcomes.glossaries, outcomes.synonyms)


def load_matcher(run: Run, plan: MatchPlan) -> Matcher:
    """The encoders and the index for the languages of the plan; builds what the cache does not have."""
    vocabulary = _vocabulary(run)
    done: dict[str, int] = {}

    def tell(what: str, count: int) -> None:
        done[what] = done.get(what, 0) + count
        run.on_progress(f"index: {what}", done[what], 0)

    index = load_index(
        {name: run.store.read(tables.TABLES[name]) for name in INDEX_TABLES},
        vocabulary_key=vocabulary["vocabulary_key"],
        esco_version=vocabulary["esco_version"],
        encoders=plan.encoders,
        langs=sorted({query.lang for query in plan.queries.values()}),
        cache=cache_folder(),
        glossaries=plan.glossaries,
        synonyms=plan.synonyms,
        on_progress=tell,
    )
    return Matcher(plan.encoders, index, run.request.settings)


def store_matches(run: Run, plan: MatchPlan, keys: Sequence[str], answers: Sequence[Sequence[Suggestion]]) -> None:
    """Writes the answers of one batch, for every outcome that shares a key, in one transaction."""
    outcomes = plan.outcomes[plan.outcomes["match_key"].isin(keys)]
    summaries = pd.DataFrame(
        [
            {"match_key": key, "best_band": str(found[0].band if found else Band.NONE), "suggestion_count": len(found)}
            for key, found in zip(keys, answers, strict=True)
        ]
    )
    rows = [_row(key, one) for key, found in zip(keys, answers, strict=True) for one in found]
    with run.store.transaction():
        if rows:
            run.store.append(outcomes.merge(pd.DataFrame(rows), on="match_key"), tables.SUG_SKILL)
        run.store.append(outcomes.merge(summaries, on="match_key"), tables.SUG_MATCH)
    run.report.outcomes_matched += len(outcomes)


def _vocabulary(run: Run) -> dict[str, Any]:
    return {str(name): value for name, value in run.store.read(tables.CORE_VOCABULARY).iloc[0].items()}


def set_bands(run: Run) -> None:
    """Sets every confidence and band as the settings of this run say, also of answers that were taken over."""
    settings = run.request.settings
    recalibration, origin = load_recalibration(settings.calibration)
    if origin:
        file = Path(settings.calibration)
        run.note_input("calibration", file.name, file_sha256(file))
        if (origin.model_id, origin.ranking) != (run.report.encoder, ranking_digest()):
            run.report.notes.append(
                f"{settings.calibration} was fitted on other encoders ({origin.model_id}): confidence may be wrong; "
                "fit it again with escomap calibrate"
            )
    with run.store.transaction():
        run.store.execute("set_confidences", slope=recalibration.slope, offset=recalibration.offset, closest=CLOSEST)
        _set_bands(run.store, settings)


def _set_bands(store: Store, settings: Settings) -> None:
    store.execute(
        "set_suggestion_bands",
        accept_threshold=settings.accept_threshold,
        review_threshold=settings.review_threshold,
    )
    store.execute("set_match_bands")


def _row(key: str, suggestion: Suggestion) -> dict[str, object]:
    evidence = suggestion.evidence
    return {
        "match_key": key,
        "suggestion_rank": suggestion.rank,
        "skill_uri": suggestion.uri,
        "skill_label": suggestion.label,
        "skill_label_lang": suggestion.label_lang,
        "skill_label_en": suggestion.label_en,
        "confidence_score": suggestion.confidence,
        "model_score": suggestion.confidence,
        "band": str(suggestion.band),
        "method": evidence.method,
        **{f"{name}_score": score for name, score in evidence.component_scores.items()},
        "matched_label": evidence.matched_label,
        "matched_label_lang": evidence.matched_lang,
        "matched_label_kind": evidence.matched_kind,
        "span_text": evidence.span_text,
        "span_start": evidence.span_start,
        "span_end": evidence.span_end,
        "esco_version": evidence.esco_version,
        "model_id": evidence.model_id,
    }
