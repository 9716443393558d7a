"""Things found by what people type, and things in words."""
