-- reads: given_rows (outcome_id, match_key), sug_match; one row per outcome that still has to be matched
select given.outcome_id, given.match_key
from given_rows as given
where not exists (
    select 1 from sug_match as present
    where present.outcome_id = given.outcome_id and present.match_key = given.match_key
)
order by given.match_key, given.outcome_id
