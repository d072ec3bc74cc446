"""Where ESCO puts a concept: groups, fields of education, collections, occupations; and a course's field from them."""
