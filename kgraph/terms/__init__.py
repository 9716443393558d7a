"""Our terms: what each means, where it may stand, and which questions use it."""
