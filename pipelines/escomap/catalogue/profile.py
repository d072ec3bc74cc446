"""Catalogue profiles: which column of a source holds which field, and what its values mean."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from escomap.codes import language_code
from escomap.errors import EscomapError, unknown_name

PLAIN_FIELDS = (
    "course_code",
    "provider",
    "country_code",
    "course_type",
    "faculty",
    "programme",
    "subject",
    "award",
    "level_text",
    "framework",
    "cycle",
    "ects",
    "credits",
    "credit_scheme",
    "workload_hours",
    "isced_f_code",
    "mode",
    "teaching_langs",
    "starts_on",
    "url",
)
# Texts an institution often says once for all its courses, so that they may have a default.
SHARED_TEXTS = ("grading_scheme", "identity_verification", "quality_assurance", "recognition")
TEXT_FIELDS = ("title", "description", "outcomes", "assessment", "prerequisites", *SHARED_TEXTS)
FIELDS = (*PLAIN_FIELDS, *TEXT_FIELDS)
# The key of a text column whose language is detected.
DETECT = "auto"
# The key of text columns of which there is one per language; the star in their names stands for it.
EVERY = "*"
# What exports write into an empty cell.
EMPTY_VALUES = ("null", "nan", "n/a", "#n/a", "-", "–", "--")
_CATALOGUE_KEYS = (
    "name",
    "title",
    "format",
    "sheet",
    "records",
    "header_row",
    "encoding",
    "delimiter",
    "continued_rows",
    "empty_values",
    "ignored_columns",
)
CONTINUED_ROWS = ("join", "never")
_SECTIONS = ("catalogue", "defaults", "columns", "values")


@dataclass(frozen=True, slots=True)
class CatalogueProfile:
    """How a catalogue file is read.

    ``columns`` maps a field to its source columns, of which the first that is not empty counts. ``texts`` maps a text
    field to languages (``auto``: detect it; ``*``: the star in ``title_*`` stands for it) and their columns; every
    outcome column counts. A star in ``ignored_columns`` stands for anything. ``values`` maps a field's values to those
    the project knows, the empty string meaning "ignored"; other values stay as given. ``records`` is the JSONPath of
    the records in a JSON document. ``continued_rows`` says whether rows of a table without code and title belong to
    the course above: ``join``, ``never``, or nothing where the rows themselves tell.
    """

    name: str
    title: str = ""
    format: str = ""
    sheet: str = ""
    records: str = ""
    header_row: int = 0
    encoding: str = ""
    delimiter: str = ""
    continued_rows: str = ""
    empty_values: tuple[str, ...] = EMPTY_VALUES
    ignored_columns: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def source_columns(self) -> tuple[str, ...]:
        """Every column the profile reads, in order and once."""
        plain = [name for names in self.columns.values() for name in names]
        texts = [name for by_lang in self.texts.values() for names in by_lang.values() for name in names]
        return tuple(dict.fromkeys([*plain, *texts]))

    def for_columns(self, columns: Iterable[str]) -> CatalogueProfile:
        """The profile for a file with these columns: starred names replaced by the columns they stand for."""
        present = list(columns)
        texts = {field: _unstarred(by_lang, present) for field, by_lang in self.texts.items()}
        return replace(self, texts=texts)

    def unplaced(self, columns: Iterable[str]) -> tuple[str, ...]:
        """Those of ``columns`` that the profile neither reads nor ignores; starred text columns are not looked at."""
        known = {*self.source_columns, *self.ignored_columns}
        starred = [name.split("*") for name in self.ignored_columns if "*" in name]
        return tuple(
            name for name in columns if name not in known and not any(_matches(name, parts) for parts in starred)
        )


def _matches(name: str, parts: list[str]) -> bool:
    return re.fullmatch(".*".join(map(re.escape, parts)), name, re.DOTALL) is not None


def _unstarred(by_lang: Mapping[str, tuple[str, ...]], present: list[str]) -> dict[str, tuple[str, ...]]:
    found = {lang: names for lang, names in by_lang.items() if lang != EVERY}
    named = {name for names in found.values() for name in names}
    starred: list[tuple[str, str]] = []
    for pattern in by_lang.get(EVERY, ()):
        before, _, after = pattern.partition("*")
        for column in present:
            middle = column[len(before) : len(column) - len(after)]
            is_one = column.startswith(before) and column.endswith(after) and len(column) > len(before) + len(after)
            if is_one and column not in named and (lang := language_code(middle)):
                starred.append((lang, column))
    # Sorted, so that the order of the records does not choose the main language.
    for lang, column in sorted(starred):
        found[lang] = (*found.get(lang, ()), column)
    return found


def parse_profile(tables: Mapping[str, Any], name: str) -> CatalogueProfile:
    """The profile in a parsed TOML file; ``name`` is used where the file gives none, and in messages."""
    for section in tables:
        if section not in _SECTIONS:
            raise _error(unknown_name("profile_section", section, list(_SECTIONS)), name)
    catalogue = _table(tables, "catalogue", name)
    for key in catalogue:
        if key not in _CATALOGUE_KEYS:
            raise _error(unknown_name("profile_key", key, list(_CATALOGUE_KEYS)), name)
    columns = _table(tables, "columns", name)
    if "title" not in columns:
        raise _bad(name, "columns", "says no column for the title", 'add title = "COLUMN" under [columns]')
    options = {key: value for key, value in catalogue.items() if key not in ("empty_values", "ignored_columns")}
    for key, value in options.items():
        if not isinstance(value, int if key == "header_row" else str):
            raise _bad(name, f"catalogue.{key}", "has a value of the wrong type", "header_row is a number, others text")
    if options.get("continued_rows", "join") not in CONTINUED_ROWS:
        hint = f'write "{CONTINUED_ROWS[0]}" or "{CONTINUED_ROWS[1]}"'
        raise _bad(name, "catalogue.continued_rows", f"is {options['continued_rows']!r}", hint)
    return CatalogueProfile(
        **{"name": name, **options},
        empty_values=tuple(
            v.lower() for v in _names(catalogue.get("empty_values", EMPTY_VALUES), name, "empty_values")
        ),
        ignored_columns=_names(catalogue.get("ignored_columns", ()), name, "ignored_columns"),
        defaults=_defaults(_table(tables, "defaults", name), name),
        columns={key: _names(value, name, key) for key, value in columns.items() if _known(key, name) in PLAIN_FIELDS},
        texts={key: _by_language(value, name, key) for key, value in columns.items() if key in TEXT_FIELDS},
        values=_values(_table(tables, "values", name), name),
    )


def _table(tables: Mapping[str, Any], section: str, name: str) -> Mapping[str, Any]:
    table = tables.get(section, {})
    if not isinstance(table, Mapping):
        raise _bad(name, section, "is not a table", f"write [{section}] on its own line")
    return table


def _known(key: str, name: str) -> str:
    if key not in FIELDS:
        raise _error(unknown_name("field", key, list(FIELDS)), name)
    return key


def _names(value: Any, profile: str, where: str) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not all(isinstance(entry, str) and entry for entry in names):
        raise _bad(profile, where, "needs a column name or a list of them", f'write {where} = "COLUMN"')
    return tuple(names)


def _by_language(value: Any, profile: str, key: str) -> dict[str, tuple[str, ...]]:
    by_lang = value if isinstance(value, Mapping) else {DETECT: value}
    for lang, names in by_lang.items():
        if lang == EVERY:
            for column in _names(names, profile, f"{key}.{lang}"):
                if column.count("*") != 1:
                    raise _bad(profile, f"{key}.{lang}", "needs one star for the language", f'write "{key}_*"')
        elif lang != DETECT and not (len(lang) == 2 and lang.isascii() and lang.islower()):
            raise _bad(
                profile, f"{key}.{lang}", "is not a language", f'use a two-letter code such as en, "{DETECT}", or "*"'
            )
    return {lang: _names(names, profile, f"{key}.{lang}") for lang, names in by_lang.items()}


def _defaults(table: Mapping[str, Any], profile: str) -> dict[str, str]:
    for key, value in table.items():
        if _known(key, profile) not in (*PLAIN_FIELDS, *SHARED_TEXTS) or not isinstance(value, str):
            fields = ", ".join((*PLAIN_FIELDS, *SHARED_TEXTS))
            raise _bad(profile, f"defaults.{key}", "cannot have a default", f"use one of: {fields}")
    return dict(table)


def _values(table: Mapping[str, Any], profile: str) -> dict[str, dict[str, str]]:
    for key, mapping in table.items():
        _known(key, profile)
        if not isinstance(mapping, Mapping) or not all(isinstance(value, str) for value in mapping.values()):
            raise _bad(
                profile, f"values.{key}", "needs texts for texts", f'write [values.{key}] and then GIVEN = "MEANT"'
            )
    return {key: dict(mapping) for key, mapping in table.items()}


def _bad(profile: str, where: str, message: str, hint: str) -> EscomapError:
    return EscomapError("bad_profile", f"{where} {message}.", where=f"profile {profile}", hint=hint)


def _error(error: EscomapError, profile: str) -> EscomapError:
    return EscomapError(error.code, error.message, where=f"profile {profile}", hint=error.hint)


def to_toml(profile: CatalogueProfile) -> str:
    """The profile as TOML that ``parse_profile`` reads back to an equal value."""
    lines = ["[catalogue]"]
    for key in _CATALOGUE_KEYS:
        value = getattr(profile, key)
        if value and not (key == "empty_values" and tuple(value) == EMPTY_VALUES):
            lines.append(f"{key} = {_toml(value)}")
    lines += _toml_table("defaults", profile.defaults)
    lines += ["", "[columns]"]
    lines += [f"{key} = {_toml(names)}" for key, names in profile.columns.items()]
    for key, by_lang in profile.texts.items():
        if set(by_lang) == {DETECT}:
            lines.append(f"{key} = {_toml(by_lang[DETECT])}")
        else:
            lines += [
                f"{key}.{_toml(lang) if lang == EVERY else lang} = {_toml(names)}" for lang, names in by_lang.items()
            ]
    for key, mapping in profile.values.items():
        lines += _toml_table(f"values.{key}", mapping)
    return "\n".join(lines) + "\n"


def _toml_table(name: str, table: Mapping[str, str]) -> list[str]:
    return ["", f"[{name}]", *(f"{_toml(key)} = {_toml(value)}" for key, value in table.items())] if table else []


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return _toml(value[0]) if len(value) == 1 else f"[{', '.join(map(_toml, value))}]"
    # JSON and TOML write numbers and basic strings alike, save that TOML escapes DEL as well.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
