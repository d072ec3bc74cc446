"""Files that are either wholly there or not there at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """A path beside ``file`` to write to; it takes the place of ``file`` when the block ends without an error."""
    part = file.with_name(f".{file.name}.{uuid4().hex[:8]}.part")
    try:
        yield part
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def write_bytes(file: Path, content: bytes) -> None:
    """Writes ``content`` to ``file`` atomically."""
    with replacing(file) as part:
        part.write_bytes(content)


def require_writable(folder: Path) -> None:
    """Makes the folder and tries to write there, for who must know before the work and not after.

    Raises:
        OSError: what stands in the way.
    """
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / f".{uuid4().hex[:8]}.part"
    probe.touch()
    probe.unlink()
