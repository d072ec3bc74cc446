-- writes: raw_record, without the rows of one catalogue
delete from raw_record where catalogue = $catalogue
