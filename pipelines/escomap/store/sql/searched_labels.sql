-- reads: core_concept, core_concept_label; one row per label of a skill that people may look for, short ones first
select label.concept_uri, label.label, label.lang, strip_accents(lower(label.label)) as folded
from core_concept_label as label
join core_concept as concept using (concept_uri)
where concept.concept_type = 'skill' and concept.status <> 'obsolete' and label.label_kind <> 'hidden'
order by length(label.label), label.label, label.lang, label.concept_uri
