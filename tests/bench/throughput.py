"""CPU seconds for the same sentences: this project against esco-skill-extractor, where that is installed.

Both run in this process, one thread each, and in turn; loading is not counted, nor are each one's label vectors.
"""

import contextlib
import os
import sys
import time
from pathlib import Path

from escomap.encoders import MINILM
from escomap.model import MatchQuery
from escomap.readers.judged import read_judged
from escomap.settings import Settings
from escomap.steps.suggest import load_text_matcher


def add_arguments(parser):
    parser.add_argument("texts", type=Path, help="File of judged texts, English.")
    parser.add_argument("--esco", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)


def measure(given):
    import torch

    torch.set_num_threads(1)
    texts = [one.text for one in read_judged(given.texts)]
    programs = {"escomap": ours(given.esco), "esco-skill-extractor": theirs()}
    programs = {name: program for name, program in programs.items() if program}
    for program in programs.values():
        program(texts[:64])
    spent = {name: [] for name in programs}
    for _ in range(given.rounds):
        for name, program in programs.items():
            start = time.process_time()
            program(texts)
            spent[name].append(time.process_time() - start)
    for name, seconds in spent.items():
        middle = sorted(seconds)[len(seconds) // 2]
        print(f"{name:22} {middle:7.2f} CPU s for {len(texts):,} texts, {1000 * middle / len(texts):.2f} ms a text")
    if len(spent) == 2:
        ratios = sorted(other / own for own, other in zip(*spent.values(), strict=True))
        print("times as fast: " + ", ".join(f"{ratio:.2f}" for ratio in ratios))


def ours(esco):
    settings = Settings()
    matcher = load_text_matcher(["en"], settings, esco=esco)
    return lambda texts: matcher.suggest([MatchQuery(text, "en") for text in texts], settings)


def theirs():
    try:
        from esco_skill_extractor import SkillExtractor
    except ImportError:
        print("esco-skill-extractor is not installed; nothing to compare with", file=sys.stderr)
        return None
    # Only skills are asked for, so its occupations need not be encoded.
    SkillExtractor._create_occupation_embeddings = lambda self: None
    with contextlib.redirect_stdout(sys.stderr):
        extractor = SkillExtractor(model=os.fspath(MINILM.folder()), device="cpu")
    return extractor.get_skills
