"""What a course description says of what a micro-credential should tell, and what it lacks."""
