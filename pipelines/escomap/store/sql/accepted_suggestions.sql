-- reads: sug_skill; one row per suggestion in the accept band
select * from sug_skill where band = 'accept' order by outcome_id, suggestion_rank
