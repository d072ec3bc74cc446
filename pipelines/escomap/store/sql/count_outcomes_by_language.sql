-- reads: core_outcome; one row per language
select lang as name, count(*) as amount from core_outcome group by lang order by amount desc, lang
