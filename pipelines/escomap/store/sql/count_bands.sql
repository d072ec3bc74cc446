-- reads: sug_match; one row per band of the best suggestion
select best_band as name, count(*) as amount from sug_match group by best_band order by best_band
