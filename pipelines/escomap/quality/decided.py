"""Decisions laid beside the suggestions they are about."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from escomap.review.decisions import Judgement, Standing, Subject, Thing

_IS_RIGHT = {Judgement.ACCEPT: True, Judgement.REJECT: False}


def with_decisions(links: pd.DataFrame, standings: Mapping[Thing, Standing]) -> pd.DataFrame:
    """``links`` (``outcome_id``, ``skill_uri``) with ``is_right``: true, false, or None where it is open.

    A reviewer who said that no concept fits an outcome has rejected every suggestion that nobody decided by itself.
    """

    def is_right(outcome_id: str, uri: str) -> bool | None:
        if (own := standings.get(Thing(Subject.SKILL, outcome_id, uri))) is not None:
            return _IS_RIGHT.get(own.judgement)
        any_fits = standings.get(Thing(Subject.SKILL, outcome_id, ""))
        return False if any_fits is not None and any_fits.judgement is Judgement.REJECT else None

    found = [is_right(outcome, uri) for outcome, uri in zip(links["outcome_id"], links["skill_uri"], strict=True)]
    return links.assign(is_right=pd.Series(found, index=links.index, dtype="object"))


def decided_only(links: pd.DataFrame, standings: Mapping[Thing, Standing]) -> pd.DataFrame:
    """The links that were accepted or rejected, with ``is_right`` as a truth value."""
    found = with_decisions(links, standings)
    return found[found["is_right"].notna()].astype({"is_right": bool})


def free_choices(links: pd.DataFrame, standings: Mapping[Thing, Standing]) -> list[Thing]:
    """Concepts reviewers accepted that matching had not suggested, for outcomes that ``links`` knows."""
    suggested = set(zip(links["outcome_id"], links["skill_uri"], strict=True))
    known = set(links["outcome_id"])
    return [
        thing
        for thing, standing in standings.items()
        if thing.subject is Subject.SKILL
        and thing.value
        and standing.judgement is Judgement.ACCEPT
        and thing.key in known
        and (thing.key, thing.value) not in suggested
    ]
