-- reads: core_outcome, core_course, raw_record; one row per outcome, with the text between it and the one before it
-- At most 2000 characters: a longer stretch is no heading. Keys of content_json are escaped as in RFC 6901.
with placed as (
    select
        outcome_id,
        course_id,
        source_column,
        text,
        lang,
        span_start,
        lag(span_end, 1, 0) over (
            partition by course_id, source_column order by span_start, outcome_id
        ) as from_character
    from core_outcome
)
select
    placed.outcome_id,
    placed.course_id,
    placed.source_column,
    placed.text,
    placed.lang,
    coalesce(
        json_extract_string(
            record.content_json,
            '/' || replace(replace(placed.source_column, '~', '~0'), '/', '~1')
        )[greatest(placed.from_character, placed.span_start - 2000) + 1 : placed.span_start],
        ''
    ) as text_before
from placed
join core_course as course using (course_id)
join raw_record as record using (record_id)
order by placed.course_id, placed.source_column, placed.span_start, placed.outcome_id
