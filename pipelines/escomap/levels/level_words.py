"""Word lists for reading level numbers, folded (no case, no accents)."""

from __future__ import annotations

from escomap.levels.wording import word_set

# The words for "level" in the languages of the frameworks.
LEVEL_WORDS = word_set(
    "level levels lvl niveau niveaus niveaux niveauet livello livelli nivel niveles nivell niveis stufe niveaustufe "
    "niva nivaa nivaet nivo poziom poziomu uroven urovne urovni szint szintje szintu taso tason tase tasand lygis "
    "lygmuo limenis limena razina raven nivou nivelul επιπεδο επιπεδου ниво рівень seviye seviyesi duzey duzeyi "
    "leibheal stig threp livell stupen stupanj niveli lefel niv entry"
)
# What may stick to a number: 6th, 6º, 6e.
ORDINAL_ENDINGS = word_set("st nd rd th er e eme ieme o a os as de te")
# What makes a number something other than a level.
UNITS = word_set(
    "ects cfu cp hp lp sp op ec ecs credit credits crediti creditos credito credite kredit kreditpoints points point "
    "punkte poang hour hours h hrs ore ora std stunden heures heure horas uren timmar week weeks wochen semaines "
    "settimane semanas month months mesi monate mois meses year years anni anno jahre jahr ans annees anos semester "
    "semesters semestri semestre semestres days giorni tage jours minutes min sws axis axes assi"
)
RANGE_WORDS = word_set("to a bis au til till tot do or oder o ou oppure and und e et y i eller")
# What may stand between a framework and its number without saying anything.
CONNECTORS = word_set(
    "of the du de d la le l del della dello delle dei degli des den der dem im in on at an nach gemass laut according "
    "to selon secondo segun il al no nr n num et and und e y i is est corresponds equals ist og och za na en het van "
    "w wg scale framework"
)
