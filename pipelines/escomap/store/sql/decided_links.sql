-- reads: dec_standing, dec_same_words, core_outcome, core_course, core_concept, core_concept_label, core_vocabulary, sug_skill; one row per link a person accepted, for the outcome or for one in the same words
with accepted as (
    select judged_id as outcome_id, value as skill_uri, judged_id as decided_on
    from dec_standing
    where subject = 'skill' and judgement = 'accept' and effect = 'applied' and value <> ''
    union all
    select outcome_id, skill_uri, decided_on
    from dec_same_words
    where judgement = 'accept'
),

preferred as (
    select concept_uri, lang, min(label) as label
    from core_concept_label
    where label_kind = 'preferred'
    group by concept_uri, lang
),

any_label as (
    select concept_uri, first(lang order by lang) as lang, first(label order by lang) as label
    from preferred
    group by concept_uri
),

met as (
    select
        outcome_id,
        skill_uri,
        first(matched_label order by suggestion_rank) as matched_label,
        first(span_text order by suggestion_rank) as span_text
    from sug_skill
    group by outcome_id, skill_uri
)

select
    outcome.outcome_id,
    outcome.course_id,
    outcome.text as outcome_text,
    outcome.lang as outcome_lang,
    accepted.skill_uri,
    coalesce(own.label, english.label, any_label.label, accepted.skill_uri) as skill_label,
    coalesce(own.lang, english.lang, any_label.lang, '') as skill_label_lang,
    coalesce(english.label, '') as skill_label_en,
    concept.skill_type,
    concept.reuse_level,
    cast(1 as double) as confidence_score,
    'decision' as link_basis,
    accepted.decided_on,
    coalesce(met.matched_label, '') as matched_label,
    coalesce(met.span_text, '') as span_text,
    vocabulary.esco_version,
    case when course.ended_at is null then 'current' else 'ended' end as course_status
from accepted
join core_outcome as outcome on outcome.outcome_id = accepted.outcome_id
join core_course as course on course.course_id = outcome.course_id
join core_concept as concept on concept.concept_uri = accepted.skill_uri
cross join core_vocabulary as vocabulary
left join preferred as own on own.concept_uri = accepted.skill_uri and own.lang = outcome.lang
left join preferred as english on english.concept_uri = accepted.skill_uri and english.lang = 'en'
left join any_label on any_label.concept_uri = accepted.skill_uri
left join met on met.outcome_id = accepted.outcome_id and met.skill_uri = accepted.skill_uri
order by outcome.course_id, outcome.position, outcome.outcome_id, accepted.skill_uri
