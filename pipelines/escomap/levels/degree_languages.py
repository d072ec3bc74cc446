"""The languages in which a course's degree may be named."""

from __future__ import annotations

from escomap.levels.countries import country_code_of, languages_of
from escomap.model import CourseSignals

_SAME_WORDS = {"nb": "no", "nn": "no"}


def languages_for(course: CourseSignals) -> tuple[str, ...]:
    """The title's language, those of the country, and English; empty when neither title nor country says anything."""
    title_lang = course.title_lang.strip().lower()[:2]
    own = (_SAME_WORDS.get(title_lang, title_lang), *languages_of(country_code_of(course.country_code)))
    known = [lang for lang in dict.fromkeys(own) if lang]
    return tuple(dict.fromkeys((*known, "en"))) if known or course.country_code else ()
