"""How good the links of a database are: what can be counted, and what samples and decisions let us estimate."""
