-- reads: core_outcome; one row per language, counting courses with an outcome in it
select lang as name, count(distinct course_id) as amount from core_outcome group by lang order by amount desc, lang
