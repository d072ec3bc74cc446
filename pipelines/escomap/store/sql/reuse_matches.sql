-- reads: given_rows (outcome_id, match_key), sug_match; writes: sug_match, one row per outcome whose answer is known
-- An outcome that is new here but was matched under another id takes over that answer.
insert into sug_match by name
with known as (
    select match_key, min(outcome_id) as donor_id from sug_match group by match_key
)
select given.outcome_id, given.match_key, donor.best_band, donor.suggestion_count
from given_rows as given
join known using (match_key)
join sug_match as donor on donor.outcome_id = known.donor_id and donor.match_key = known.match_key
where not exists (
    select 1 from sug_match as present
    where present.outcome_id = given.outcome_id and present.match_key = given.match_key
)
