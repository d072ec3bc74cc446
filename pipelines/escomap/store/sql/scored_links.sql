-- reads: sug_skill; one row per suggestion, with what its confidence was made of and by which model
select outcome_id, skill_uri, model_score, confidence_score, model_id, esco_version
from sug_skill
order by outcome_id, suggestion_rank
