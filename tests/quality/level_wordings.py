"""How catalogues of each language word levels, cycles and degrees: templates for generated catalogues.

Written for the tests, apart from the mapping files, so that the ladder is not measured on its own word lists.
"""

# ISO 639-1 code -> the word for level, names of the EQF, the first to third cycle, a sentence that speaks of a degree.
LANGUAGES = {
    "en": (
        "Level", ("EQF", "European Qualifications Framework"),
        ("First cycle", "Second cycle", "Third cycle"),
        "This course prepares for a Master in any field.",
    ),
    "de": (
        "Niveau", ("EQR", "Europäischer Qualifikationsrahmen"),
        ("1. Zyklus", "2. Zyklus", "3. Zyklus"),
        "Das Modul bereitet auf ein Masterstudium vor.",
    ),
    "fr": (
        "niveau", ("CEC", "cadre européen des certifications"),
        ("Premier cycle", "Deuxième cycle", "Troisième cycle"),
        "Cette formation prépare à un master.",
    ),
    "it": (
        "livello", ("EQF", "QEQ"),
        ("Primo ciclo", "Secondo ciclo", "Terzo ciclo"),
        "Il corso prepara alla laurea magistrale.",
    ),
    "es": (
        "nivel", ("MEC", "EQF"),
        ("Primer ciclo", "Segundo ciclo", "Tercer ciclo"),
        "El curso prepara para un máster.",
    ),
    "pt": (
        "nível", ("QEQ", "Quadro Europeu de Qualificações"),
        ("1.º ciclo de estudos", "2.º ciclo de estudos", "3.º ciclo de estudos"),
        "O curso prepara para um mestrado.",
    ),
    "nl": (
        "niveau", ("EQF", "Europees kwalificatiekader"),
        ("Eerste cyclus", "Tweede cyclus", "Derde cyclus"),
        "De cursus bereidt voor op een master.",
    ),
    "sv": (
        "nivå", ("EQF", "europeiska referensramen för kvalifikationer"),
        ("Grundnivå", "Avancerad nivå", "Forskarnivå"),
        "Kursen förbereder för en masterexamen.",
    ),
    "da": (
        "niveau", ("EQF", "den europæiske kvalifikationsramme"),
        ("Første cyklus", "Anden cyklus", "Tredje cyklus"),
        "Kurset forbereder til en kandidatuddannelse.",
    ),
    "no": (
        "nivå", ("EQF", "europeisk kvalifikasjonsrammeverk"),
        ("Lavere grad", "Høyere grad", "Ph.d.-nivå"),
        "Emnet forbereder til en mastergrad.",
    ),
    "fi": (
        "taso", ("EQF", "eurooppalainen tutkintojen viitekehys"),
        ("Ensimmäinen sykli", "Toinen sykli", "Kolmas sykli"),
        "Kurssi valmistaa maisteriopintoihin.",
    ),
    "pl": (
        "poziom", ("ERK", "Europejskie Ramy Kwalifikacji"),
        ("Studia pierwszego stopnia", "Studia drugiego stopnia", "Studia trzeciego stopnia"),
        "Kurs przygotowuje do studiów magisterskich.",
    ),
    "el": (
        "επίπεδο", ("EQF", "Ευρωπαϊκό Πλαίσιο Προσόντων"),
        ("First cycle", "Second cycle", "Third cycle"),
        "Προετοιμάζει για μεταπτυχιακό.",
    ),
    "et": (
        "tase", ("EQF", "EKR"),
        ("First cycle", "Second cycle", "Third cycle"),
        "Kursus valmistab ette magistriõppeks.",
    ),
    "sl": (
        "raven", ("EOK", "evropsko ogrodje kvalifikacij"),
        ("First cycle", "Second cycle", "Third cycle"),
        "Predmet pripravlja na magistrski študij.",
    ),
    "is": (
        "þrep", ("EQF",),
        ("First cycle", "Second cycle", "Third cycle"),
        "Námskeiðið undirbýr meistaranám.",
    ),
}  # fmt: skip
# Country -> language of its catalogues, for the countries that have facts of class A.
COUNTRY_LANGS = {
    "AT": "de", "BE": "nl", "BE-VLG": "nl", "DE": "de", "DK": "da", "EE": "et", "ES": "es", "FI": "fi", "FR": "fr",
    "GB": "en", "GB-ENG": "en", "GB-NIR": "en", "GB-SCT": "en", "GB-WLS": "en", "GR": "el", "IE": "en", "IS": "is",
    "IT": "it", "LI": "de", "NL": "nl", "NO": "no", "PL": "pl", "PT": "pt", "SE": "sv", "SI": "sl",
}  # fmt: skip
# Wordings of a framework F with a level n, where L is the word for level.
STATED = (
    "{F} {n}", "{F} {L} {n}", "{F}-{L} {n}", "{L} {n} ({F})", "{F}: {n}", "{n} ({F})", "{L} {n} {F}", "{F} {L}: {n}",
    "{F} ({L} {n})", "{F} {L} {n}, 6 ECTS", "{F} / {L} {n}", "{F} – {L} {n}",
)  # fmt: skip
# Words for level of sixteen languages, for levels without a framework.
BARE_WORDS = (
    "Level", "Niveau", "niveau", "livello", "nivel", "nível", "nivå", "taso", "poziom", "úroveň", "szint", "nivelul",
    "razina", "raven", "lygis", "līmenis", "tase", "επίπεδο", "ниво", "рівень", "düzey", "Stufe", "þrep",
)  # fmt: skip


def stated(lang, name, level, template):
    word = LANGUAGES[lang][0]
    return template.format(F=name, n=level, L=word)
