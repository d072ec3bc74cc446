"""Groups of English words that say something of a level without stating it, and how often a text uses each.

The groups are written by hand, after the words of the EQF descriptors (Council Recommendation of 22 May 2017,
2017/C 189/03, annex II) and of course catalogues; what each is worth is fitted by ``tests/quality/fit_levels.py``.
``undergraduates`` and ``graduates`` name whom a course is for, which is near to stating its level: the figures are
given without them too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

CUES: Mapping[str, str] = {
    "introduction": r"introduc\w*|beginners?|no prior|no previous|without prior|familiari\w+|overview|survey of|"
    r"acquaint\w*",
    "basics": r"basic\w*|fundamental\w*|foundation\w*|elementary|essentials?|key concepts|principles of|simple|"
    r"everyday",
    "school": r"school leavers?|secondary school|study skills|confidence|highers?",
    "supervised": r"under supervision|under guidance|guided|with support|support of|help of|step by step|instructor",
    "routine": r"routine|familiar|standard|given|well[- ]defined|follow\w*|instructions?",
    "trade": r"tools?|equipment|install\w*|repair\w*|maint\w+|materials?|customers?|safe\w*|hygiene|records?",
    "breadth": r"range of|variety of|wide range|broad|topics include|topics covered|main types",
    "builds on": r"build\w* (?:up)?on|consolidat\w*|extend\w*|intermediate|continu\w+|further",
    "critical": r"critical\w*|critique\w*|evaluat\w+|apprais\w+|debate\w*|contested|controvers\w*|interrogat\w+",
    "depth": r"in[- ]depth|detailed|special subject|option|optional|close reading|thorough\w*|rigorous\w*",
    "advanced": r"advanced|specialis\w+|state[- ]of[- ]the[- ]art|cutting[- ]edge|latest|recent|current|emerging|"
    r"frontiers?|forefront",
    "research": r"research|researchers?|literature|empirical\w*|methodolog\w+|hypothes\w+",
    "research methods": r"research (?:methods?|design|skills|proposal|questions?|training|projects?)|qualitative|"
    r"quantitative",
    "dissertation": r"dissertation|independent research|independent project|independent study|capstone|final project",
    "profession": r"profession\w*|practitioner\w*|practice[- ]based|clinicians?|managers?|leaders?|leadership|"
    r"executives?|career\w*",
    "strategy": r"strateg\w+|policy|policies|governance|stakeholders?|decisions?|complex\w*|uncertain\w*|"
    r"interdisciplinary",
    "doctorate": r"ph\.?d\w*|doctora\w*|thesis|theses|supervisors?|viva|research students?|research group|"
    r"original contribution",
    "publishing": r"publish\w*|publications?|journals?|peer[- ]review\w*|grants?|conferences?|scholar\w*|"
    r"manuscripts?|academic writing",
    "graduates": r"post-?grad\w*|graduate students?|msc|m\.sc|masters?|master's|mba|graduates?",
    "undergraduates": r"under-?grad\w*|honours|hons|bachelor\w*|bsc|junior|sophomore|senior|(?:first|second|third|"
    r"fourth|final)[- ]years?",
    "seminar": r"seminars?|reading group|colloqui\w+|workshops?|discuss\w*|present\w*",
    "teaching": r"lectures?|tutorials?|laborator\w+|labs?|practicals?|exercises|examples|exams?|examinations?",
    "prior knowledge": r"prerequisites?|prior knowledge|assum\w+|knowledge of|background in|familiarity with",
    "autonomy": r"own|independent\w*|autonom\w*|self-directed|reflect\w*|responsib\w+",
    "originality": r"original\w*|novel|innovat\w+|new knowledge|creat\w+|design\w*|propos\w+",
    "describe": r"describ\w+|identif\w+|outline\w*|recogni[sz]e|list|define|recall|name|state",
    "apply": r"appl(?:y|ies|ied|ying|ications?)|use|using|solv\w+|calculat\w+|perform\w*|carry out|demonstrat\w*",
    "analyse": r"analy[sz]\w+|interpret\w*|compar\w+|explain\w*|examin\w+|explor\w+|investigat\w+",
    "synthesise": r"synthesi\w+|integrat\w+|formulat\w+|develop\w*|plan\w*|manag\w+|lead",
    "theory": r"theor\w+|concept\w*|frameworks?|perspectives?|philosoph\w+|epistemolog\w+",
    "proof": r"equations?|algebra\w*|calculus|proofs?|theorems?|linear|differential|matri\w+|integrals?",
    "language": r"grammar|vocabulary|reading and writing|speaking|listening|conversation\w*|fluen\w+",
    "placement": r"placements?|fieldwork|field trips?|internships?|clinical|patients?|trainees?",
    "addressed": r"you|your",
}
# Without these the text says nothing of whom the course is for.
AUDIENCE = ("graduates", "undergraduates")
_PATTERNS = tuple(re.compile(rf"\b(?:{pattern})\b") for pattern in CUES.values())
# More of the same says little more.
_MOST = 4


def cue_values(text: str) -> list[float]:
    """Two values per group: the root of how often a text uses it, up to 2, and its share of every twenty words."""
    lowered = text.lower()
    # Fifteen words more than there are, so that one cue in a short title does not outweigh a whole page.
    length = len(lowered.split()) + 15
    counts = [len(pattern.findall(lowered)) for pattern in _PATTERNS]
    return [min(count, _MOST) ** 0.5 for count in counts] + [20 * count / length for count in counts]
