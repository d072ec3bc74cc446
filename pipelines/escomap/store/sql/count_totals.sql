-- reads: core_course, core_outcome, sug_match, sug_level, out_outcome_skill; one row of totals
-- Of the given catalogues, and but for courses_ended of their current courses.
with chosen as (
    select course_id from core_course where list_contains($catalogues, catalogue) and ended_at is null
),

matched as (
    select sug_match.suggestion_count
    from sug_match
    join core_outcome using (outcome_id)
    where course_id in (select course_id from chosen)
),

links as (
    select skill_uri, outcome_id, link_basis, decided_on from out_outcome_skill where course_id in (select course_id from chosen)
)

select
    (select count(*) from chosen) as courses,
    (
        select count(*) from core_course where list_contains($catalogues, catalogue) and ended_at is not null
    ) as courses_ended,
    (select count(*) from core_outcome where course_id in (select course_id from chosen)) as outcomes,
    (select coalesce(sum(suggestion_count), 0) from matched) as suggestions,
    (select count(*) from links) as accepted_links,
    (select count(*) from links where decided_on = outcome_id) as decided_links,
    (select count(*) from links where link_basis = 'decision' and decided_on <> outcome_id) as same_words_links,
    (select count(distinct skill_uri) from links) as skills_accepted,
    (
        select count(*) from sug_level where has_conflict and course_id in (select course_id from chosen)
    ) as level_conflicts,
    (
        select count(*) from sug_level
        where eqf_level is not null and evidence_class = 'C' and course_id in (select course_id from chosen)
    ) as levels_unverified
order by courses
