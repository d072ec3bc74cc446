"""A generated catalogue with signals of every kind, whose right levels follow from the authority facts.

The level of a course is drawn as a fact of class A (read from nqf_eqf.csv as it stands) or as a cycle, and only then
put into words; the ladder has no part in it. Where signals disagree the right level is that of the ranking in NOTES.md:
a declared EQF level before a national one before a degree, and the programme's before the module's.

``flawed_catalogue`` adds what is wrong in real catalogues and cannot be seen from the course: slips of the pen, awards
of another programme, titles that name the degree of another course, programmes with an odd course in them. How often is
measured for titles alone (32 of 314 at Edinburgh); the other shares are assumptions, kept where they can be read.
"""

import csv
import random
from pathlib import Path

from escomap.paths import mappings_folder
from tests.quality.level_wordings import BARE_WORDS, COUNTRY_LANGS, LANGUAGES, STATED, stated

UK_IRELAND = Path(__file__).parent / "uk_ireland_levels.csv"
# Kind of course -> how many in a thousand. Those of "open" carry nothing that a careful reader would take for a level.
KINDS = {
    "declared": 140, "national": 170, "national two fields": 100, "cycle": 110, "qualification": 130, "title": 50,
    "code": 60, "conflict": 70, "module": 20, "programme": 30, "open bare": 50, "open text": 40, "open": 30,
}  # fmt: skip
# What is added in a flawed catalogue of 4,000: its signals are wrong, or nobody verified the fact they rest on.
FLAWS = {
    "slip": 15, "slip of cycle": 5, "slip in conflict": 60, "award of another": 20, "title of another": 25,
    "programme field": 80, "unverified": 200, "code checked by nobody": 80, "odd one out": 12, "provider": 3,
    "open several": 60,
}  # fmt: skip
UNVERIFIED_CODES = (
    ("IT", "award", {6: ("L-18", "Classe L-31"), 7: ("LM-77", "LM-85 bis")}),
    ("NL", "award", {5: ("Ad", "HBO-AD"), 6: ("WO-BA",), 7: ("HBO-MA",)}),
    ("DE", "code", {6: ("B.Inf.1101", "BA-ECON-03"), 7: ("M.Bio.210", "MSc-PHY-4")}),
    ("GB-ENG", "level_text", {5: ("Level C", "FHEQ I"), 6: ("Level H",), 7: ("Level M",)}),
    ("FR", "level_text", {5: ("niveau III (RNCP)",), 6: ("niveau II RNCP",)}),
)  # fmt: skip
UK_COUNTRIES = {"SCQF": "GB-SCT", "RQF": "GB-ENG", "CQFW": "GB-WLS", "FHEQ": "GB-ENG", "NFQ": "IE"}
TITLES = ("Statistics", "Water management", "Mastering Python", "Scrum Master workshop", "Contract law", "Nursing care")
TITLE_DEGREES = {
    "en": ("Bachelor of Arts in {t}", "Master of Science in {t}", "PhD in {t}"),
    "de": ("Bachelorstudiengang {t}", "Masterstudiengang {t}", "Promotionsstudium {t}"),
    "fr": ("Licence professionnelle {t}", "Master {t}", "Doctorat en {t}"),
    "it": ("Corso di laurea in {t}", "Laurea magistrale in {t}", "Dottorato di ricerca in {t}"),
    "es": ("Grado en {t}", "Máster Universitario en {t}", "Doctorado en {t}"),
    "pt": ("Licenciatura em {t}", "Mestrado em {t}", "Doutoramento em {t}"),
    "nl": ("Bacheloropleiding {t}", "Masteropleiding {t}", "Doctoraat {t}"),
    "sv": ("Kandidatprogram i {t}", "Masterprogram i {t}", "Forskarutbildning i {t}"),
}  # fmt: skip
MESS = (
    str.upper, str.lower, lambda text: f"  {text}  ", lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "  "), lambda text: f"{text}.", lambda text: f"Level: {text}",
    lambda text: f"<p>{text}</p>", lambda text: f"{text};", lambda text: f"{text} *",
)  # fmt: skip
CODES = (
    ("SE", "", "cycle", {6: ("G1N", "G2F", "GR"), 7: ("A1N", "A1F", "AV"), 8: ("FO",)}),
    ("IT", "", "award", {6: ("L-31", "L/SNT1"), 7: ("LM-32", "LMG/01")}),
    ("NL", "", "award", {2: ("mbo-2",), 3: ("MBO niveau 3",), 4: ("mbo 4",), 6: ("HBO-BA",), 7: ("WO-MA",)}),
    ("GB-SCT", "University of Edinburgh", "code", {5: ("ACCN08007",), 6: ("PHIL10214",), 7: ("PGGE11201",)}),
    ("SE", "Mid Sweden University", "code", {6: ("PE256G",), 7: ("OM097A",), 8: ("ENG014F",)}),
)  # fmt: skip


def facts(evidence_class="A"):
    with (mappings_folder() / "nqf_eqf.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["evidence_class"] == evidence_class]
    return [row for row in rows if row["country_code"] != "*" and not row["valid_to"]]


def mixed_catalogue(size=4000, seed=5):
    """``(course, right level)`` pairs; a course is an object as ``escomap level`` reads it, with its kind."""
    draw = random.Random(seed)
    makers = Makers(draw)
    kinds = draw.choices(list(KINDS), weights=list(KINDS.values()), k=size)
    courses = [pair for kind in kinds for pair in makers.make(kind)]
    draw.shuffle(courses)
    return courses


def uk_ireland_levels():
    """``(framework, level) -> EQF level`` of table 1 in "Qualifications can cross boundaries", by QAA, SQA, QQI and the
    other authorities of the United Kingdom and Ireland; 0 for a level that has none. No part of nqf_eqf.csv.
    """
    with UK_IRELAND.open(encoding="utf-8", newline="") as stream:
        return {(row["framework"], row["level"]): int(row["eqf"] or 0) for row in csv.DictReader(stream)}


def flawed_catalogue(size=4000, seed=6):
    """The mixed catalogue with ``FLAWS``, as ``mixed_catalogue`` gives it."""
    courses = mixed_catalogue(size, seed)
    draw = random.Random(seed + 1)
    makers = Makers(draw, programmes=len(courses))
    courses += [
        pair for kind, count in FLAWS.items() for _ in range(count * size // 4000) for pair in makers.make(kind)
    ]
    draw.shuffle(courses)
    return courses


class Makers:
    def __init__(self, draw, programmes=0):
        self.draw = draw
        self.levels = [row for row in facts() if row["nqf_level"]]
        self.qualifications = [row for row in facts() if row["qualification"]]
        self.programmes = programmes

    def make(self, kind):
        made = getattr(self, kind.replace(" ", "_"))()
        pairs = made if isinstance(made, list) else [made]
        return [({"kind": kind, **self.surroundings(course), **self.messy(course)}, level) for course, level in pairs]

    def messy(self, course):
        """The course as people type: in one of three courses the level or award in capitals, small letters, with odd
        spaces, a label or a full stop, and in one of ten without a country, where the framework alone says it."""
        messed = {}
        for field, value in course.items():
            is_messy = field in ("level_text", "degree") and self.draw.random() < 0.33
            messed[field] = self.draw.choice(MESS)(value) if is_messy else value
        is_alone = any(name in course.get("level_text", "") for name in ("DQR", "NLQF", "SeQF", "NFQ", "EQF", "HQF"))
        if is_alone and "degree" not in course and self.draw.random() < 0.1:
            del messed["country"]
        return messed

    def surroundings(self, course):
        """A title, and in four of ten courses a description that speaks of degrees and levels of other things."""
        lang = COUNTRY_LANGS.get(course.get("country"), "en")
        said = LANGUAGES[lang][3] if self.draw.random() < 0.4 else "What the course is about."
        return {"title": self.draw.choice(TITLES), "lang": lang if self.draw.random() < 0.5 else "", "text": said}

    def country(self):
        return self.draw.choice(sorted(COUNTRY_LANGS))

    def declared(self):
        country, level = self.country(), self.draw.randint(1, 8)
        lang = COUNTRY_LANGS[country]
        name = self.draw.choice(LANGUAGES[lang][1])
        return {"country": country, "level_text": stated(lang, name, level, self.draw.choice(STATED))}, level

    def national(self):
        row = self.draw.choice(self.levels)
        text = stated(COUNTRY_LANGS[row["country_code"]], row["framework"], row["nqf_level"], self.draw.choice(STATED))
        return {"country": row["country_code"], "level_text": text}, int(row["eqf_level"])

    def national_two_fields(self):
        row = self.draw.choice(self.levels)
        word = LANGUAGES[COUNTRY_LANGS[row["country_code"]]][0]
        text = self.draw.choice(("{n}", "{L} {n}")).format(n=row["nqf_level"], L=word)
        course = {"country": row["country_code"], "framework": row["framework"], "level_text": text}
        return course, int(row["eqf_level"])

    def cycle(self):
        country, place = self.country(), self.draw.randrange(3)
        field = self.draw.choice(("cycle", "level_text"))
        return {"country": country, field: LANGUAGES[COUNTRY_LANGS[country]][2][place]}, 6 + place

    def qualification(self):
        row = self.draw.choice(self.qualifications)
        text = self.draw.choice(("{q}", "{q} (180 ECTS)", "{q}, full time")).format(q=row["qualification"])
        return {"country": row["country_code"], "degree": text}, int(row["eqf_level"])

    def title(self):
        lang, place = self.draw.choice(sorted(TITLE_DEGREES)), self.draw.randrange(3)
        title = TITLE_DEGREES[lang][place].format(t="Logistics")
        country = self.draw.choice([code for code, own in COUNTRY_LANGS.items() if own == lang])
        return {"country": country, "title": title}, 6 + place

    def code(self):
        country, provider, field, by_level = self.draw.choice(CODES)
        level = self.draw.choice(sorted(by_level))
        return {"country": country, "provider": provider, field: self.draw.choice(by_level[level])}, level

    def conflict(self):
        """A stated level beside a degree of another level."""
        course, level = self.draw.choice((self.declared, self.national))()
        other = self.draw.choice(
            [row for row in self.qualifications if row["country_code"] == course["country"]] or [None]
        )
        if other is not None and {level, int(other["eqf_level"])} != {5, 6}:
            course["degree"] = other["qualification"]
        return course, level

    def module(self):
        """A first-year module with the degree of its programme; class C, since no authority's page was read."""
        country, text = self.draw.choice(
            (("GB-SCT", "SCQF level 8"), ("GB-ENG", "FHEQ Level 4"), ("IE", "NFQ Level 6"))
        )
        return {"country": country, "level_text": text, "degree": "BSc (Hons) Physics"}, 6

    def programme(self):
        """Five courses of one programme, of which one says nothing."""
        self.programmes += 1
        (course, level), name = self.national(), f"Programme {self.programmes}"
        course |= {"provider": "University of Somewhere", "programme": name}
        silent = {key: course[key] for key in ("country", "provider", "programme")}
        return [*((dict(course), level) for _ in range(4)), (silent, level)]

    def open_bare(self):
        row = self.draw.choice(self.levels)
        text = f"{self.draw.choice(BARE_WORDS)} {row['nqf_level']}"
        return {"country": row["country_code"], "level_text": text}, int(row["eqf_level"])

    def open_text(self):
        country = self.country()
        text = f"{LANGUAGES[COUNTRY_LANGS[country]][3]} EQF level 7 is the level of the programme that follows."
        return {"country": country, "text": text}, self.draw.choice((4, 5, 6))

    def open(self):
        level_text = self.draw.choice(("intermediate", "B2 (CEFR)", "Year 3", "3. Semester", "Grade 8", ""))
        return {"country": self.country(), "level_text": level_text}, self.draw.choice((4, 5, 6, 7))

    def slip(self):
        """A level off by one, as a slip of the pen leaves it; nothing else tells."""
        course, level = self.draw.choice((self.declared, self.national, self.national_two_fields))()
        return course, self.neighbour(level)

    def slip_of_cycle(self):
        course, level = self.cycle()
        return course, self.neighbour(level)

    def slip_in_conflict(self):
        """A stated level beside a degree of another level; in one of three it is the stated one that is wrong."""
        course, level = self.conflict()
        while "degree" not in course:
            course, level = self.conflict()
        named = {int(row["eqf_level"]) for row in self.qualifications if row["qualification"] == course["degree"]}
        return course, self.draw.choice((level, level, min(named)))

    def award_of_another(self):
        course, level = self.qualification()
        return course, self.neighbour(level)

    def title_of_another(self):
        course, level = self.title()
        return course, self.neighbour(level)

    def programme_field(self):
        lang, place = self.draw.choice(sorted(TITLE_DEGREES)), self.draw.randrange(3)
        programme = TITLE_DEGREES[lang][place].format(t="Logistics")
        country = self.draw.choice([code for code, own in COUNTRY_LANGS.items() if own == lang])
        return {"country": country, "programme": programme}, 6 + place

    def unverified(self):
        """A level of a framework of the United Kingdom or Ireland; right is the table of the authorities there."""
        (framework, key), level = self.draw.choice(sorted(uk_ireland_levels().items()))
        while not level:
            (framework, key), level = self.draw.choice(sorted(uk_ireland_levels().items()))
        text = stated("en", framework, key, self.draw.choice(STATED)) if "Entry" not in key else f"{framework} {key}"
        return {"country": UK_COUNTRIES[framework], "level_text": text}, level

    def code_checked_by_nobody(self):
        country, field, by_level = self.draw.choice(UNVERIFIED_CODES)
        level = self.draw.choice(sorted(by_level))
        return {"country": country, field: self.draw.choice(by_level[level])}, level

    def odd_one_out(self):
        """A programme with two silent courses, of which one is of another level than the rest."""
        pairs = self.programme()
        course, level = pairs[-1]
        return [*pairs, (dict(course), self.neighbour(level))]

    def provider(self):
        """A provider with thirty courses of one level, and five silent ones."""
        self.programmes += 1
        course = {"country": self.country(), "provider": f"Academy {self.programmes}"}
        level = self.draw.randint(3, 7)
        known = [({**course, "level_text": f"EQF {level}"}, level) for _ in range(30)]
        return [*known, *((dict(course), level) for _ in range(5))]

    def open_several(self):
        """Two levels in one field: no careful reader takes either."""
        text = self.draw.choice(("EQF 5/6", "EQF 6 to 7", "Bachelor/Master", "BSc or MSc", "EQF 4; EQF 5"))
        return {"country": self.country(), "level_text": text}, self.draw.choice((5, 6))

    def neighbour(self, level):
        return self.draw.choice([other for other in (level - 1, level + 1) if 1 <= other <= 8])
