-- reads: out_outcome_skill, core_concept_broader, core_concept_label, core_skill_hierarchy; one row per accepted skill of the course and concept directly above it
-- Groups at the top of the hierarchy hold thousands of skills that have nothing else in common.
select distinct broader.concept_uri as skill_uri, broader.broader_uri, label.label
from core_concept_broader as broader
join core_concept_label as label
  on label.concept_uri = broader.broader_uri and label.lang = 'en' and label.label_kind = 'preferred'
where broader.concept_uri in (select skill_uri from out_outcome_skill where course_id = $course_id)
  and broader.broader_uri not in (select group_uri from core_skill_hierarchy where level_2_uri = '')
order by broader.concept_uri, broader.broader_uri
