"""Stored questions: their files, their parameters, and their answers."""
