"""What the narrative's figures say: each understood before anything is compared with it.

A :class:`~checker.language.claims.model.Claim` is a count, or its denial, with what it counts, of which year and of
whom. The wordings are data (``corpora/lexicon/claims.toml``); :func:`claims_of` reads them off an annotated report.
"""
