-- reads: out_outcome_skill, core_concept_label, core_course, sug_field; one row per preferred label of a linked skill or ISCED-F field
select concept_uri, lang, label_kind, label
from core_concept_label
where label_kind = 'preferred'
  and (
    concept_uri in (select skill_uri from out_outcome_skill)
    or concept_uri in (select 'http://data.europa.eu/esco/isced-f/' || isced_f_code from core_course)
    or concept_uri in (select 'http://data.europa.eu/esco/isced-f/' || isced_f_code from sug_field)
  )
order by concept_uri, lang
