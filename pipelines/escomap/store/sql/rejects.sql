-- reads: raw_reject; one row per problem, in the order of the files
select reject_code, reject_scope, file_name, sheet, source_row, column_name, raw_value, hint
from raw_reject order by file_name, sheet, source_row, reject_code, column_name
