from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checker.reference.comparable import BREAK
from checker.reference.winnowing import LONGEST_MISSED, K, fingerprints

# few characters, so that runs repeat and hashes tie
KEYS = st.text(alphabet="公开政务信息甲乙丙" + BREAK, max_size=80)
LETTERS = st.text(alphabet="公开政务信息甲乙丙", max_size=60)


@given(before=KEYS, run=LETTERS.filter(lambda text: len(text) > LONGEST_MISSED), after=KEYS, other=KEYS, rest=KEYS)
def test_every_shared_run_longer_than_the_longest_missed_is_found(
    before: str, run: str, after: str, other: str, rest: str
) -> None:
    one, two = fingerprints(before + run + after), fingerprints(other + run + rest)
    assert set(one.hashes.tolist()) & set(two.hashes.tolist())


@given(one=KEYS, two=KEYS)
def test_no_shared_fingerprint_without_a_shared_run(one: str, two: str) -> None:
    grams = [
        {part[place : place + K] for part in key.split(BREAK) for place in range(len(part) - K + 1)}
        for key in (one, two)
    ]
    shared = set(fingerprints(one).hashes.tolist()) & set(fingerprints(two).hashes.tolist())
    assert not shared or grams[0] & grams[1]


@given(key=KEYS)
def test_positions_ascend_and_hold_no_break(key: str) -> None:
    found = fingerprints(key)
    positions = found.positions.tolist()
    assert positions == sorted(set(positions))
    assert all(len(key[place : place + K]) == K and BREAK not in key[place : place + K] for place in positions)


@given(key=LETTERS)
def test_the_fingerprints_cover_every_character_of_a_long_enough_text(key: str) -> None:
    covered = {place for start in fingerprints(key).positions.tolist() for place in range(start, start + K)}
    if len(key) > 2 * LONGEST_MISSED:
        assert set(range(LONGEST_MISSED, len(key) - LONGEST_MISSED)) <= covered


def test_hashes_are_the_same_everywhere() -> None:
    # a store is read by other machines and later versions: a change of hashes needs a new store version
    assert fingerprints("全年公开信息一百八十六条").hashes.tolist() == [636019633, 159682029]
