-- writes: core_course, without the rows of one catalogue
delete from core_course where catalogue = $catalogue
