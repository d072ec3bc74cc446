"""English words that say something of a level without stating it: groups of cues, and marks.

Cues are counted in the whole text. Written by hand, after the words of the EQF descriptors (Council Recommendation of
22 May 2017, 2017/C 189/03, annex II) and of course catalogues; what each is worth is fitted by
``tests/quality/fit_levels.py``. Marks are rarer and say more: the number in a title, as British catalogues number
courses by the year they are for ("Physics 2B"), a word of the title, and whom the course is for. Who a course is for is
near to stating its level, so the figures are given without that too.
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
_NUMBERS = {"first": "1|i|1[a-z]", "second": "2|ii|2[a-z]", "third": "3|iii|3[a-z]", "fourth": "4|iv|4[a-z]"}
TITLE_MARKS: Mapping[str, str] = {
    **{f"{name} in title": rf"\b(?:{number})\b" for name, number in _NUMBERS.items()},
    "fifth in title": r"\b(?:5|5[a-z])\b",
    "thesis in title": r"\b(?:dissertation|thesis)\b",
    "introduction in title": r"\b(?:introduc\w+|foundations?|elements|basics?|principles|fundamentals?)\b",
    "advanced in title": r"\badvanced\b",
    "research in title": r"\bresearch\b",
    "honours in title": r"\b(?:hons|honours)\b",
}
AUDIENCE_MARKS: Mapping[str, str] = {
    "first year": r"\b(?:first|1st)[- ]years?\b|\byear (?:one|1)\b|\bfreshm[ae]n\b",
    "second year": r"\b(?:second|2nd)[- ]years?\b|\byear (?:two|2)\b|\bsophomores?\b|\bpre-?honours\b",
    "third year": r"\b(?:third|3rd)[- ]years?\b|\byear (?:three|3)\b|\bjunior",
    "last year": r"\b(?:fourth|4th|final|last)[- ]years?\b|\byear (?:four|4)\b|\bsenior|(?<!pre-)\b(?:honours|hons)\b",
    "undergraduate": r"\bunder-?grad|\bbachelor|\bb\.?sc\b|\bba\b|\bb\.a\.|\bbeng\b|\bma\b",
    "master": r"\bm\.?sc\b|\bmasters?\b|\bmba\b|\bllm\b|\bmres\b|\bpgt\b|\bpost-?grad|\bpg ?(?:cert|dip)|\bmeng\b",
    "doctoral": r"\bph\.?d|\bdoctora|\bedd\b|\bdba\b|\bdclin|\bdpsych",
    "graduate students": r"\bgraduate students\b|\bgraduates of\b",
}
# Without these the text says nothing of whom the course is for.
AUDIENCE = (CUES["graduates"], CUES["undergraduates"], *AUDIENCE_MARKS.values())
# Names of what ``cue_values`` and ``mark_values`` give, in their order.
CUE_VALUES = (*CUES, *(f"share of {name}" for name in CUES))
MARKS = (*TITLE_MARKS, *AUDIENCE_MARKS)
_PATTERNS = tuple(re.compile(rf"\b(?:{pattern})\b") for pattern in CUES.values())
_TITLE = tuple(re.compile(pattern) for pattern in TITLE_MARKS.values())
_AUDIENCE = tuple(re.compile(pattern) for pattern in AUDIENCE_MARKS.values())
# More of the same says little more.
_MOST, _MOST_MARKS = 4, 2
# A longer beginning is a sentence and no title.
_MOST_TITLE_WORDS = 12


def cue_values(text: str) -> list[float]:
    """Two values per group: the root of how often a text uses it, up to 2, and its share of every twenty words."""
    lowered = text.lower()
    # Fifteen words more than there are, so that one cue in a short title does not outweigh a whole page.
    length = len(lowered.split()) + 15
    counts = [len(pattern.findall(lowered)) for pattern in _PATTERNS]
    return [min(count, _MOST) ** 0.5 for count in counts] + [20 * count / length for count in counts]


def mark_values(text: str) -> list[float]:
    """How often a text has each mark, up to 2; its title is what stands before the first full stop.

    >>> [name for name, value in zip(MARKS, mark_values("Physics 2B. For second-year students."), strict=True) if value]
    ['second in title', 'second year']
    """
    lowered = text.lower()
    title = lowered.partition(". ")[0] if ". " in lowered else ""
    if len(title.split()) > _MOST_TITLE_WORDS:
        title = ""
    places = ((_TITLE, title), (_AUDIENCE, lowered))
    return [float(min(len(mark.findall(place)), _MOST_MARKS)) for marks, place in places for mark in marks]
