"""How many planted flaws the rules find, and what they say of reports that have none.

``written`` is a report as its author would have it, ``sound`` picks those of the corpus that are sound by their
labels, ``structure``, ``tables`` and ``narrative`` plant flaws, ``benchmark`` runs a reviewer over both.
"""
