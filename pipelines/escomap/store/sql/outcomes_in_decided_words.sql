-- reads: dec_standing, core_outcome, core_course; one row per outcome in the words of one that people decided on
-- By default of the same provider, or of the same catalogue where no provider is named.
with worded as (
    select
        outcome.outcome_id,
        outcome.text_key,
        outcome.lang,
        case
            when $same_words = 'anywhere' then ''
            else coalesce(nullif(course.provider, ''), course.catalogue)
        end as provider
    from core_outcome as outcome
    join core_course as course using (course_id)
),

decided as (
    select distinct text_key, lang, provider
    from worded
    where outcome_id in (select judged_id from dec_standing where subject = 'skill')
)

select outcome_id, text_key, lang, provider
from worded
join decided using (text_key, lang, provider)
order by outcome_id
