"""What outsiders are asked about a sample of descriptors, what they answer, and what the answers come to."""
