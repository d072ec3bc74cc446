-- reads: sug_level_signal; one row per signal of a course, strongest first
select basis, field, raw_value, eqf_min, eqf_max, confidence_score, evidence, evidence_class, fact_keys, is_of_module
from sug_level_signal
where course_id = $course_id
order by signal_rank
