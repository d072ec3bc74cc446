-- reads: core_outcome, core_course, raw_record; one row per outcome, with the text between it and the one before it
-- At most 2000 characters: a longer stretch is no heading. Keys of content_json are escaped as in RFC 6901.
with placed as (
    select
        outcome.outcome_id,
        outcome.course_id,
        outcome.source_column,
        outcome.text,
        outcome.lang,
        outcome.span_start,
        json_extract_string(
            record.content_json,
            '/' || replace(replace(outcome.source_column, '~', '~0'), '/', '~1')
        ) as cell,
        lag(outcome.span_end, 1, 0) over (
            partition by outcome.course_id, outcome.source_column
            order by outcome.span_start, outcome.outcome_id
        ) as from_character
    from core_outcome as outcome
    join core_course as course using (course_id)
    join raw_record as record using (record_id)
)
select
    outcome_id,
    course_id,
    source_column,
    text,
    lang,
    coalesce(
        cell[greatest(from_character, span_start - 2000) + 1 : span_start],
        ''
    ) as text_before
from placed
order by course_id, source_column, span_start, outcome_id
