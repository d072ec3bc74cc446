-- reads: sug_skill, dec_standing, dec_same_words; one row per suggestion in the accept band that no person decided on
-- Where people said that no concept fits, or differ on it, what matching accepts is left out too.
select suggestion.*
from sug_skill as suggestion
where suggestion.band = 'accept'
  and not exists (
    select 1 from dec_standing as standing
    where standing.subject = 'skill'
      and standing.judged_id = suggestion.outcome_id
      and (standing.value = suggestion.skill_uri or (standing.value = '' and standing.judgement <> 'accept'))
  )
  and not exists (
    select 1 from dec_same_words as answered
    where answered.outcome_id = suggestion.outcome_id
      and answered.skill_uri in (suggestion.skill_uri, '')
  )
order by suggestion.outcome_id, suggestion.suggestion_rank
