"""The one exception that reaches users, with what happened, where, and the next command to try."""

from __future__ import annotations


class EscomapError(Exception):
    """A problem the user can fix (exit code 1).

    Args:
        code: Short stable name of the problem, e.g. ``missing_column``.
        message: What happened, one sentence.
        where: Place of the problem, e.g. ``courses.csv:12:ects value='six'``; empty when there is none.
        hint: The next command or action to try.
    """

    def __init__(self, code: str, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        lines = [f"error[{self.code}] {self.message}"]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.hint:
            lines.append(f"  try:   {self.hint}")
        return "\n".join(lines)

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions with keyword-only arguments cannot be copied between processes without this.
        return (_rebuild, (self.code, self.message, self.where, self.hint))


def _rebuild(code: str, message: str, where: str, hint: str) -> EscomapError:
    return EscomapError(code, message, where=where, hint=hint)


def unknown_name(kind: str, name: str, valid: list[str], *, code: str | None = None) -> EscomapError:
    """The error for a name that does not exist: lists the valid ones, closest first."""
    from rapidfuzz import fuzz, process

    ranked = [match[0] for match in process.extract(name, sorted(valid), scorer=fuzz.ratio, limit=None)]
    return EscomapError(
        code or f"unknown_{kind}",
        f"There is no {kind} named {name!r}.",
        hint=f"use one of: {', '.join(ranked)}" if ranked else f"no {kind} is known here",
    )
