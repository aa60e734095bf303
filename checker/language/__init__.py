"""Annotation of the narrative: tokens, statements, quantities, mentions, and what each statement says.

A spaCy pipeline whose components are registered factories; see ``pipeline.py`` for how it is put together.
"""
