-- reads: given_rows (outcome_id, match_key); writes: sug_skill, without outcomes that are gone or have changed
delete from sug_skill
where not exists (
    select 1 from given_rows as given
    where given.outcome_id = sug_skill.outcome_id and given.match_key = sug_skill.match_key
)
