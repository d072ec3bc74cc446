-- reads: sug_skill; one row per suggestion, with the words that led to it
select outcome_id, suggestion_rank, skill_uri, skill_label, skill_label_en, confidence_score, band, span_text
from sug_skill
order by outcome_id, suggestion_rank
