-- reads: core_concept, core_concept_label; one row per skill group, with its English label, else that of the first language
select concept_uri, first(label order by lang <> 'en', lang, label) as label
from core_concept_label
where label_kind = 'preferred'
  and concept_uri in (select concept_uri from core_concept where concept_type = 'skill_group')
group by concept_uri
order by concept_uri
