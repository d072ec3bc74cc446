-- reads: sug_skill; writes: sug_skill, the confidence of each suggestion under the recalibration of this run
-- The same arithmetic as matching/recalibration.py, which says why scores are kept from 0 and 1.
update sug_skill
set confidence_score = fitted.confidence
from (
    select
        outcome_id,
        suggestion_rank,
        least(greatest(model_score, $closest::double), 1 - $closest::double) as kept,
        case
            when $slope::double = 1 and $offset::double = 0 then model_score
            else round(1 / (1 + exp(-($slope::double * ln(kept / (1 - kept)) + $offset::double))), 4)
        end as confidence
    from sug_skill
) as fitted
where fitted.outcome_id = sug_skill.outcome_id
  and fitted.suggestion_rank = sug_skill.suggestion_rank
  and fitted.confidence <> sug_skill.confidence_score
