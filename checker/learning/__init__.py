"""Training and evaluation of the models. Needs the extra ``learning`` (scikit-learn, matplotlib)."""
