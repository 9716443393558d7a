"""Text of Turtle: lexer, reader with positions, canonical form, and whether two graphs are one."""
