-- reads: sug_level, sug_level_signal; one row per mapping fact that a signal rests on
with used as (
    select
        unnest(signal.fact_keys) as fact_key,
        signal.course_id,
        signal.signal_rank = 1 and level.eqf_level is not null as is_decisive
    from sug_level_signal as signal
    join sug_level as level using (course_id)
)

select
    fact_key,
    count(distinct course_id) filter (where is_decisive) as decides,
    count(distinct course_id) as read
from used
group by fact_key
order by decides desc, read desc, fact_key
