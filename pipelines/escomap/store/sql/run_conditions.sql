-- reads: run_info, run_input; one row per model, mapping and calibration file of the latest run, with its settings and version
-- What brought the database to another release is no run: it used no mapping.
with runs as (
    select run_id from run_input where input_kind = 'model'
),

latest as (
    select run_id, settings_json, escomap_version
    from run_info
    where run_id in (select run_id from runs)
    order by started_at desc
    limit 1
)

select input_kind, name, sha256, settings_json, escomap_version
from latest
join run_input using (run_id)
where input_kind in ('model', 'mapping', 'calibration')
order by input_kind, name
