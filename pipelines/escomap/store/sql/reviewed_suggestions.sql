-- reads: sug_skill; one row per suggestion for an outcome
select
    skill_uri,
    skill_label,
    confidence_score,
    band,
    method,
    exact_score,
    lexical_score,
    sentence_score,
    multilingual_score,
    description_score,
    context_score,
    matched_label,
    matched_label_lang,
    matched_label_kind,
    span_text,
    span_start,
    span_end
from sug_skill
where outcome_id = $outcome_id
order by suggestion_rank
