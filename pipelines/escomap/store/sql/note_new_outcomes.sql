-- reads: core_outcome; writes: run_outcome, one row per outcome that no earlier run brought
insert into run_outcome by name
select outcome_id, $run_id as run_id
from core_outcome
where outcome_id not in (select outcome_id from run_outcome)
