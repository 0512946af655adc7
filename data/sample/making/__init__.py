"""Turns the plainly written, annotated sample sources into the files, gold and decisions of the sample study."""
