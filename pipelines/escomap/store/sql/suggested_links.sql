-- reads: sug_skill; one row per suggestion, without its evidence
select outcome_id, suggestion_rank, skill_uri, skill_label, skill_label_en, confidence_score, band
from sug_skill
order by outcome_id, suggestion_rank
