"""Files of JSON Lines that are only ever added to, by several processes at once."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from escomap.errors import EscomapError

Value = TypeVar("Value")


def append_lines(file: Path, contents: Iterable[dict[str, Any]]) -> None:
    """Adds a line for each of ``contents``, all together; they are on the disk when this returns."""
    lines = "".join(json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n" for content in contents)
    # One write of whole lines in append mode: what other processes add at the same time stands before or behind it.
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(descriptor, (_missing_end(descriptor) + lines).encode("utf-8"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def parse_lines(
    file: Path, text: str, to_value: Callable[[dict[str, Any]], Value], *, code: str, message: str
) -> Iterator[Value]:
    """What ``to_value`` makes of each line of a file; the cut last line of a killed process is passed over.

    Raises:
        EscomapError: ``code`` with ``message``, where a line is none of these.
    """
    for number, line in numbered_lines(text):
        try:
            yield to_value(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            if _is_cut(line):
                continue
            raise EscomapError(
                code,
                message,
                where=f"{file}:{number} value={line[:120]!r}",
                hint="restore the file from version control, or correct the line",
            ) from error


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, with their numbers from 1.

    Not ``splitlines``: a text may hold characters that it takes for line ends.
    """
    return ((number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip())


def _is_cut(line: str) -> bool:
    """Whether a process was killed in the middle of a line; what it says was never confirmed to anybody."""
    return not line.rstrip().endswith("}")


def _missing_end(descriptor: int) -> str:
    """A line end, where a process was killed in the middle of its line."""
    size = os.fstat(descriptor).st_size
    return "\n" if size and os.pread(descriptor, 1, size - 1) != b"\n" else ""
