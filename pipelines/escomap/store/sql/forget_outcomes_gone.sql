-- reads: core_outcome; writes: run_outcome, without outcomes that are gone
delete from run_outcome where outcome_id not in (select outcome_id from core_outcome)
