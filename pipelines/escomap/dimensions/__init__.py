"""What an outcome says of its learner: knowledge, skills, or responsibility and autonomy; and its Bloom level."""
