"""Answers of a service on disk: what was read once is not asked for again, however often it is stopped on the way."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from escomap.atomic_files import write_bytes
from escomap.http_json import JsonClient
from escomap.text.normalise import content_hash


@dataclass(frozen=True, slots=True)
class KeptAnswers:
    """Asks a service whose root is ``root``, and keeps each answer in a file that is named by its question."""

    root: str
    folder: Path
    client: JsonClient

    def get(self, path: str, parameters: Mapping[str, str]) -> Any:
        """The parsed answer, from the folder where it is there.

        Raises:
            EscomapError: as ``JsonClient.get``; such an answer is not kept.
        """
        file = self.folder / f"{content_hash(self.root, path, json.dumps(parameters, sort_keys=True))}.json.gz"
        if (kept := _kept(file)) is not None:
            return kept
        answer = self.client.get(f"{self.root}/{path}", parameters)
        self.folder.mkdir(parents=True, exist_ok=True)
        write_bytes(file, gzip.compress(json.dumps(answer, ensure_ascii=False).encode("utf-8"), mtime=0))
        return answer


def _kept(file: Path) -> Any:
    try:
        return json.loads(gzip.decompress(file.read_bytes()))
    except (OSError, EOFError, ValueError, zlib.error):
        # Missing, or cut short by a full disk: it is asked for again.
        return None
