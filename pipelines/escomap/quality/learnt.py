"""What decisions on some outcomes of a database settle for the others."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from escomap.model import Band
from escomap.quality.learning import DecidedLink, Lessons, proposed_synonyms
from escomap.review.decisions import Thing

LEARNT_COLUMNS = ["outcome_id", "skill_uri", "skill_label", "band", "answer", "basis", "text"]
SYNONYM_COLUMNS = ["skill_uri", "lang", "label", "times"]


def decided_links(judged: pd.DataFrame, outcomes: pd.DataFrame) -> list[DecidedLink]:
    """Decided suggestions (``outcome_id``, ``skill_uri``, ``is_right``, ``span_text``) with their outcomes' texts."""
    found = judged.merge(outcomes[["outcome_id", "text"]], on="outcome_id")
    columns = found[["text", "lang", "skill_uri", "is_right", "span_text"]]
    return [DecidedLink(*row) for row in columns.itertuples(index=False, name=None)]


def learnt_links(open_links: pd.DataFrame, outcomes: pd.DataFrame, lessons: Lessons) -> pd.DataFrame:
    """Undecided suggestions that decisions on other outcomes speak about (``LEARNT_COLUMNS``).

    ``basis`` is ``same_words`` where an outcome in exactly these words was decided: runs apply its answer within an
    institution. The others are for a person to look at: ``alike``, only inflection or order of the words differ, and
    ``doubt``, an accepted suggestion whose concept was only ever rejected after these words.
    """
    rows = []
    columns = ["outcome_id", "skill_uri", "skill_label", "band", "lang", "span_text", "text"]
    found = open_links.merge(outcomes[["outcome_id", "text"]], on="outcome_id")[columns]
    for outcome, uri, label, band, lang, span, text in found.itertuples(index=False, name=None):
        same, alike = (lessons.answers(text, lang, are_same=are_same).get(uri) for are_same in (True, False))
        if (answer := alike if same is None else same) is not None:
            basis = "alike" if same is None else "same_words"
            rows.append((outcome, uri, label, band, "accept" if answer else "reject", basis, text))
        elif band == Band.ACCEPT and lessons.is_doubtful(uri, span, lang):
            rows.append((outcome, uri, label, band, "unsure", "doubt", text))
    return pd.DataFrame(rows, columns=LEARNT_COLUMNS)


def synonyms(choices: Iterable[Thing], outcomes: pd.DataFrame) -> pd.DataFrame:
    """Labels to propose for ``mappings/synonyms/``, from concepts that reviewers chose freely (``SYNONYM_COLUMNS``)."""
    texts = outcomes.set_index("outcome_id")[["text", "lang"]]
    chosen = [
        DecidedLink(str(texts.at[choice.key, "text"]), str(texts.at[choice.key, "lang"]), choice.value, True)
        for choice in choices
    ]
    return pd.DataFrame(proposed_synonyms(chosen), columns=SYNONYM_COLUMNS)
