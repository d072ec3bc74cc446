-- reads: sug_level_signal, sug_level; one row per signal that reads a national level and agrees with the course's EQF level, strongest first
select signal.course_id, signal.fact_keys
from sug_level_signal as signal
join sug_level as decided using (course_id)
where signal.basis = 'national_level'
  and signal.eqf_min = signal.eqf_max
  and signal.eqf_min = decided.eqf_level
order by signal.course_id, signal.signal_rank
