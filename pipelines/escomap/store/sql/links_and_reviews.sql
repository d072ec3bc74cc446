-- reads: out_outcome_skill, sug_skill; one row per accepted link, and per suggestion for review that is none
select outcome_id, skill_uri, skill_label, confidence_score, 'accept' as band
from out_outcome_skill
union all
select outcome_id, skill_uri, skill_label, confidence_score, band
from sug_skill
anti join out_outcome_skill using (outcome_id, skill_uri)
where band = 'review'
order by outcome_id, skill_uri
