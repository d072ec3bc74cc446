-- reads: given_rows (outcome_id); writes: sug_match, without the given outcomes, whose newer answers follow
delete from sug_match where outcome_id in (select outcome_id from given_rows)
