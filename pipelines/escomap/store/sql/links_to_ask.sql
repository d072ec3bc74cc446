-- reads: out_outcome_skill, sug_skill, dec_standing; one row per accepted link, and per suggestion that nobody decided on, likeliest first
select outcome_id, skill_uri, confidence_score, 'accept' as band
from out_outcome_skill
union all
select suggestion.outcome_id, suggestion.skill_uri, suggestion.confidence_score, suggestion.band
from sug_skill as suggestion
anti join out_outcome_skill as link using (outcome_id, skill_uri)
where not exists (
    select 1
    from dec_standing as standing
    where standing.subject = 'skill'
      and standing.judged_id = suggestion.outcome_id
      and standing.value in ('', suggestion.skill_uri)
)
order by outcome_id, confidence_score desc, skill_uri
