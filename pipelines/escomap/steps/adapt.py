"""The encoders trained on an ESCO release, written as a folder of adapters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from escomap.encoders import E5, MINILM, multilingual_source
from escomap.encoders.adapters import MULTILINGUAL, SENTENCE, require_folder, save_adapter
from escomap.encoders.bert_source import BertFolder, BertSource
from escomap.errors import unknown_name
from escomap.mappings import load_glossaries
from escomap.paths import mappings_folder, training_folder
from escomap.readers.judged import read_judged
from escomap.readers.registry import file_sha256
from escomap.readers.training import read_training
from escomap.steps.run import OnProgress
from escomap.text.gloss import STEMMERS
from escomap.vocabulary.release import load_release

SEED = 0


def adapt_encoders(
    esco: Path,
    out: Path,
    *,
    training: Path | None = None,
    judged: Sequence[Path] = (),
    mappings: Path | None = None,
    seed: int = SEED,
    only: Sequence[str] | None = None,
    on_progress: OnProgress | None = None,
) -> Path:
    """Trains the adapters on the labels of a release and the training outcomes; gives the path of their description.

    Args:
        esco: The release; all its languages are used.
        out: Folder for the adapters; an adapter that is not trained now stays as it is there.
        training: Folder of training outcomes, by default those of the project.
        judged: Files of judged texts of other kinds (``readers/judged.py``), their split ``train`` where they have one.
        mappings: Folder with the word lists.
        seed: The same seed, data and machine give the same weights.
        only: Encoders to train, by default both.
        on_progress: Told what is being done, how far, and of how much.
    """
    from escomap.encoders.adapt import (
        MULTILINGUAL_PLAN,
        SENTENCE_PLAN,
        adapt_multilingual_encoder,
        adapt_sentence_encoder,
    )
    from escomap.encoders.lessons import plan_curriculum

    tell = on_progress or (lambda what, done, total: None)
    # All that can be wrong is told before a quarter of an hour of training, not after.
    require_folder(out)
    sources = {encoder: _source(encoder) for encoder in _chosen(only)}
    release = load_release(esco)
    folder = training_folder(training)
    glossaries = load_glossaries(mappings_folder(mappings), STEMMERS)
    others = [text for file in judged for text in read_judged(file, split="train")]
    curriculum = plan_curriculum(release.frames, read_training(folder), others, seed=seed)
    made = {
        "esco_version": release.version,
        "esco_key": release.key,
        "esco_languages": list(release.langs),
        "training": {file.name: file_sha256(file) for file in sorted(folder.glob("*.tsv"))},
        "judged": {file.name: file_sha256(file) for file in judged},
        "pairs": len(curriculum.pairs),
        "lessons": len(curriculum.lessons),
        "other_lessons": len(curriculum.others),
        "seed": seed,
        "command": " ".join(
            [
                f"escomap esco adapt --esco {esco.name} --out {out.name} --seed {seed}",
                *(f"--judged {file.name}" for file in judged),
            ]
        ),
    }
    path = out
    for encoder, source in sources.items():
        if encoder == SENTENCE:
            base, plan = MINILM, SENTENCE_PLAN
            tensors = adapt_sentence_encoder(source, curriculum, glossaries, seed=seed, on_progress=tell)
        else:
            base, plan = E5, MULTILINGUAL_PLAN
            tensors = adapt_multilingual_encoder(source, curriculum, seed=seed, on_progress=tell)
        unused = () if plan.mixed_epochs else ("judged", "other_lessons")
        about: dict[str, Any] = {name: value for name, value in made.items() if name not in unused}
        about |= {"base": base.name, "base_sha256": base.digest, "kept": plan.kept}
        # Written as soon as it is there: an adaptation that is stopped goes on with the other encoder (--only).
        path = save_adapter(out, encoder, tensors, about)
    return path


def _source(encoder: str) -> BertSource:
    return BertFolder(MINILM.folder()) if encoder == SENTENCE else multilingual_source()


def _chosen(only: Sequence[str] | None) -> Sequence[str]:
    known = [SENTENCE, MULTILINGUAL]
    for encoder in only or ():
        if encoder not in known:
            raise unknown_name("encoder", encoder, known)
    return only or known
