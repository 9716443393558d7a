"""Things, axioms and rules in words, English or Japanese."""
