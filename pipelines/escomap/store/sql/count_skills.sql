-- reads: core_concept; one row
select count(*) as amount from core_concept where concept_type = 'skill'
