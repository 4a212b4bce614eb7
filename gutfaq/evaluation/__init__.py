"""How well the assistant understands: held-out cases, scored, with their misses and rivals."""
