-- reads: core_concept; one row per skill or knowledge concept
select concept_uri from core_concept where concept_type = 'skill' order by concept_uri
