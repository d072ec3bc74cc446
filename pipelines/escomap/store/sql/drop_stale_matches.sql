-- reads: given_rows (outcome_id, match_key); writes: sug_match, without outcomes that are gone or have changed
delete from sug_match
where not exists (
    select 1 from given_rows as given
    where given.outcome_id = sug_match.outcome_id and given.match_key = sug_match.match_key
)
