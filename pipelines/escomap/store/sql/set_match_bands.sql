-- reads: sug_skill; writes: sug_match, the band of each outcome's best suggestion; runs after set_suggestion_bands
update sug_match
set best_band = best.band
from sug_skill as best
where best.outcome_id = sug_match.outcome_id
  and best.suggestion_rank = 1
  and best.band <> sug_match.best_band
