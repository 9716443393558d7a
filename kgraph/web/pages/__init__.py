"""The graph as pages for people, in English and Japanese: each from what the calls of Python give.

`view` is what all pages share; `thing`, `question` and `overview` gather what a page shows, the
templates lay it out. Nothing is loaded from elsewhere, and every page works without a script.
"""
