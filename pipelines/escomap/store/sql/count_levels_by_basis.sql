-- reads: sug_level; one row per basis
select basis as name, count(*) as amount from sug_level group by basis order by amount desc, basis
