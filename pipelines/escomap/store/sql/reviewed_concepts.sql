-- reads: core_concept, core_concept_label; one row per skill, with its label in one language, else in English, else in any, and the language of that
with labels as (
    select
        concept_uri,
        first(label order by lang <> $lang, lang <> 'en', lang, label) as label,
        first(lang order by lang <> $lang, lang <> 'en', lang, label) as lang
    from core_concept_label
    where label_kind = 'preferred'
    group by concept_uri
)

select
    concept.concept_uri,
    coalesce(labels.label, concept.concept_uri) as label,
    concept.skill_type,
    concept.description,
    concept.status,
    coalesce(labels.lang, '') as lang
from core_concept as concept
left join labels using (concept_uri)
where concept.concept_type = 'skill'
order by concept.concept_uri
