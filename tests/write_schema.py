"""Write the published JSON schema anew: ``python tests/write_schema.py``."""

from __future__ import annotations

import json
from pathlib import Path

from checker.reviewing import json_schema

TARGET = Path(__file__).parents[1] / "checker" / "review.schema.json"

if __name__ == "__main__":
    TARGET.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n", "utf-8")
