-- reads: given_rows (outcome_id); writes: sug_skill, without the given outcomes, whose newer answers follow
delete from sug_skill where outcome_id in (select outcome_id from given_rows)
