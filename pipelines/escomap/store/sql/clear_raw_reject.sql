-- writes: raw_reject, without the rows of one catalogue
delete from raw_reject where catalogue = $catalogue
