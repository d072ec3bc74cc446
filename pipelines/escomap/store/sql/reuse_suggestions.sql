-- reads: given_rows (outcome_id, match_key), sug_match, sug_skill; writes: sug_skill, rows of each known answer
-- Runs before reuse_matches: afterwards a donor cannot be told from an outcome that is still without suggestions.
insert into sug_skill by name
with known as (
    select match_key, min(outcome_id) as donor_id from sug_match group by match_key
)
select given.outcome_id, donor.* exclude (outcome_id)
from given_rows as given
join known using (match_key)
join sug_skill as donor on donor.outcome_id = known.donor_id and donor.match_key = known.match_key
where not exists (
    select 1 from sug_match as present
    where present.outcome_id = given.outcome_id and present.match_key = given.match_key
)
