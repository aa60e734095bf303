"""The rules, a folder a family and a file a rule. See ``rule.py`` for what a rule is."""
