"""Two ESCO releases compared, and what the change means for what rests on the older one."""
