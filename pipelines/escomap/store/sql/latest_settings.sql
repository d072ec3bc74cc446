-- reads: run_info; one row, the settings of the latest run
select settings_json from run_info order by started_at desc, run_id limit 1
