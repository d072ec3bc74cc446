"""Level profiles: what the codes of an institution or a country mean (``mappings/levels/<name>.toml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from escomap.errors import EscomapError
from escomap.levels.rows import EVIDENCE_CLASSES, to_eqf_level
from escomap.levels.wording import clean, words_of
from escomap.model import CourseSignals

CODE_FIELDS = ("level_text", "cycle", "award", "programme", "course_code")
CYCLES = ("short", "first", "second", "third")
_PROFILE_KEYS = ("title", "countries", "providers", "catalogues")
_CODE_KEYS = {
    "fields", "pattern", "says", "eqf_level", "cycle", "country_code", "framework", "levels", "example",
    "evidence_class", "source", "valid_from", "valid_to", "remark", "courses", "agreeing",
}  # fmt: skip
_NEEDED = ("fields", "pattern", "says", "example", "evidence_class", "source")


@dataclass(frozen=True, slots=True)
class LevelCode:
    """One fact: values of ``fields`` that match ``pattern`` as a whole, and the level they stand for.

    It is an EQF level, a cycle of the QF-EHEA, or a level of ``framework``: the group ``level`` of the pattern, after
    ``levels`` where that names it. The EQF level of a cycle or national level is that of nqf_eqf.csv. ``courses`` is
    how many courses with such a code have a level known otherwise, ``agreeing`` how many of them that of the code.
    """

    profile: str
    fields: tuple[str, ...]
    pattern: re.Pattern[str]
    says: str
    example: str
    evidence_class: str
    source: str
    eqf_level: int | None = None
    cycle: str = ""
    country_code: str = ""
    framework: str = ""
    levels: Mapping[str, str] | None = None
    valid_from: str = ""
    valid_to: str = ""
    remark: str = ""
    courses: int = 0
    agreeing: int = 0

    @property
    def key(self) -> str:
        """The fact in its file, as signals and reports name it."""
        return f"levels/{self.profile}.toml|{self.pattern.pattern}"

    def national_level(self, match: re.Match[str]) -> str:
        """The level of ``framework`` that a match stands for, as nqf_eqf.csv writes it."""
        given = match["level"]
        return (self.levels or {}).get(given, given.lstrip("0"))


@dataclass(frozen=True, slots=True)
class LevelProfile:
    """The codes of one file, and the courses they hold for.

    A profile with ``providers`` holds for these institutions only, one without for all of its ``countries``; the
    catalogues it names (the ``name`` of a column profile) have it in any case.
    """

    name: str
    title: str
    countries: tuple[str, ...]
    providers: tuple[str, ...]
    catalogues: tuple[str, ...]
    codes: tuple[LevelCode, ...]

    def reason_for(self, course: CourseSignals, country_code: str) -> str:
        """Why the profile holds for a course, in words; empty where it does not."""
        if course.catalogue and course.catalogue in self.catalogues:
            return f"catalogue {course.catalogue}"
        if self.providers:
            named = next((name for name in self.providers if _names(course.provider, name)), "")
            return f"provider {named}" if named else ""
        near = next((code for code in self.countries if f"{country_code}-".startswith(f"{code}-")), "")
        return f"country {near}" if near else ""


def parse_level_profile(tables: Mapping[str, Any], name: str) -> LevelProfile:
    """The profile in a parsed TOML file, checked."""
    about = tables.get("profile", {})
    _require_keys(about, _PROFILE_KEYS, name, "profile")
    _require_keys(tables, ("profile", "code"), name, "file")
    lists = {key: _texts(about.get(key, []), name, key) for key in _PROFILE_KEYS[1:]}
    if not any(lists.values()):
        raise _bad(name, "profile", "holds for no course: name countries, providers or catalogues")
    codes = tables.get("code", [])
    if not isinstance(codes, list) or not codes:
        raise _bad(name, "code", "has no facts: write [[code]] and the keys of one below it")
    return LevelProfile(
        name,
        str(about.get("title", "")),
        lists["countries"],
        lists["providers"],
        lists["catalogues"],
        tuple(_code(row, name, f"code {number}") for number, row in enumerate(codes, start=1)),
    )


def _code(row: Mapping[str, Any], name: str, where: str) -> LevelCode:
    _require_keys(row, _CODE_KEYS, name, where)
    for key in _NEEDED:
        if not row.get(key):
            raise _bad(name, where, f"lacks {key}")
    fields = _texts(row["fields"], name, where)
    if unknown := [field for field in fields if field not in CODE_FIELDS]:
        raise _bad(name, where, f"reads {unknown[0]}; codes are read in {', '.join(CODE_FIELDS)}")
    if row["evidence_class"] not in EVIDENCE_CLASSES:
        raise _bad(name, where, f"the evidence class {row['evidence_class']!r} is not A, B or C")
    if sum(key in row for key in ("eqf_level", "cycle", "framework")) != 1:
        raise _bad(name, where, "needs one of eqf_level, cycle and framework")
    if row.get("cycle", "first") not in CYCLES:
        raise _bad(name, where, f"the cycle {row['cycle']!r} is none of {', '.join(CYCLES)}")
    pattern = _pattern(row, name, where)
    other = {"fields", "pattern", "eqf_level", "levels", "courses", "agreeing"}
    texts = {key: str(row.get(key, "")) for key in _CODE_KEYS - other}
    courses, agreeing = _counts(row, name, where)
    return LevelCode(
        profile=name,
        fields=fields,
        pattern=pattern,
        eqf_level=to_eqf_level(row["eqf_level"], f"levels/{name}.toml {where}") if "eqf_level" in row else None,
        levels={str(given): str(meant) for given, meant in row.get("levels", {}).items()},
        courses=courses,
        agreeing=agreeing,
        **texts,
    )


def _counts(row: Mapping[str, Any], name: str, where: str) -> tuple[int, int]:
    """How many courses a code was compared on, and how many of them agree; none where neither key is there."""
    courses, agreeing = row.get("courses", 0), row.get("agreeing", 0)
    is_whole = type(courses) is int and type(agreeing) is int
    if not is_whole or not 0 <= agreeing <= courses or ("courses" in row) != ("agreeing" in row):
        raise _bad(name, where, "needs whole numbers for both courses and agreeing, no more of the second, or neither")
    return courses, agreeing


def _pattern(row: Mapping[str, Any], name: str, where: str) -> re.Pattern[str]:
    try:
        pattern = re.compile(row["pattern"])
    except (re.error, TypeError) as error:
        raise _bad(name, where, f"the pattern is not a regular expression: {error}") from error
    if not pattern.fullmatch(clean(row["example"])):
        raise _bad(name, where, f"the pattern does not match its example {row['example']!r} as a whole")
    if "framework" in row and not (row.get("country_code") and "level" in pattern.groupindex):
        raise _bad(name, where, "a framework needs its country_code and a group (?P<level>…) in the pattern")
    return pattern


def _names(provider: str, name: str) -> bool:
    """Whether the words of ``name`` stand in a provider's name one after the other."""
    words, wanted = words_of(provider), words_of(name)
    return any(words[i : i + len(wanted)] == wanted for i in range(len(words) - len(wanted) + 1))


def _texts(value: Any, name: str, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise _bad(name, where, "is not a list of texts")
    return tuple(value)


def _require_keys(table: Any, known: Any, name: str, where: str) -> None:
    if not isinstance(table, Mapping):
        raise _bad(name, where, "is not a table")
    if unknown := sorted(set(table) - set(known)):
        raise _bad(name, where, f"does not know {unknown[0]}; known are {', '.join(sorted(known))}")


def _bad(name: str, where: str, message: str) -> EscomapError:
    return EscomapError(
        "bad_mapping",
        f"{where} of levels/{name}.toml {message}.",
        where=f"levels/{name}.toml",
        hint="correct the file; mappings/README.md tells its keys",
    )
