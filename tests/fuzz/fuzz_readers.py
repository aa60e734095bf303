"""Coverage-guided fuzzing of the readers. Not part of the tests; what it finds is kept in ``finds`` and read there.

    pip install atheris
    python tests/fuzz/fuzz_readers.py docx finds -max_total_time=600 -timeout=30 -print_final_stats=1

The first argument is the reader (docx, pdf, html, text), the second the folder for inputs that raised anything
but a ReadingError or took longer than ``SLOW`` seconds; the rest goes to libFuzzer. The seeds are the samples of
``corpora/reports``. An input that raises does not end the run: one file is kept for each place that raised.

What is mutated is what the reader sees behind its container: for docx one part, put back into the sample's zip;
for PDF half of the time a content stream, unpacked and packed again; for docx and html half of the time whole tags
and stretches between them rather than bytes, since broken XML goes no deeper than the parser.
"""

from __future__ import annotations

import hashlib
import io
import random
import re
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["checker.reading", "checker.report"]):
    import checker.reading.docx
    import checker.reading.html
    import checker.reading.identity
    import checker.reading.outline
    import checker.reading.pdf
    import checker.reading.plain
    import checker.reading.sniff
    import checker.reading.statutory_tables  # noqa: F401
    from checker.reading import Limits, ReadingError, read_bytes

SAMPLES = Path(__file__).parents[2] / "corpora" / "reports"
SLOW = 5.0
_LARGEST = 400_000
_TAG = re.compile(rb"(<[^<>]*>)")
_STREAM = re.compile(rb"(?<=stream)(\r?\n)(.*?)(?=\r?\nendstream)", re.DOTALL)
_TEXTS = (
    "\ud800".encode("utf-8", "surrogatepass"), b"&#xD800;", b"&#x202E;", "\u200b\u200f\ufeff".encode(), b"&#0;", b"-1",
    b"99999999999999999999", "９".encode(), "²".encode(), "一、".encode(), "2023年".encode(), b"\t", b"|", b"\n",
    b'w:val="-1"', b'colspan="99999"', b'rowspan="0"', b'w:val=""', b'w:val="99999999999"', b"0 0 0 0 0 0 cm", b"nan",
)  # fmt: skip


class Docx:
    """Inputs are the number of a sample, the number of one of its XML parts, and that part's bytes."""

    def __init__(self) -> None:
        self._samples: list[dict[str, bytes]] = []
        for path in sorted(SAMPLES.glob("*.docx")):
            with zipfile.ZipFile(path) as archive:
                self._samples.append({name: archive.read(name) for name in archive.namelist()})

    def _names(self, sample: dict[str, bytes]) -> list[str]:
        return [name for name in sample if re.search(r"word/(document|numbering|styles|comments)\.xml$|\.rels$", name)]

    def seeds(self) -> list[bytes]:
        return [
            bytes([number, place]) + sample[name]
            for number, sample in enumerate(self._samples)
            for place, name in enumerate(self._names(sample))
        ]

    def document(self, data: bytes) -> bytes:
        sample = self._samples[data[0] % len(self._samples)] if data else self._samples[0]
        names = self._names(sample)
        changed = names[data[1] % len(names)] if len(data) > 1 else names[0]
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name, part in sample.items():
                archive.writestr(name, data[2:] if name == changed else part)
        return out.getvalue()

    def mutate(self, data: bytes, size: int, seed: int) -> bytes:
        if seed % 2:
            return bytes(atheris.Mutate(data, size))
        return (data[:2] + mutate_tags(data[2:], random.Random(seed)))[:size]


class Files:
    """Inputs are whole files."""

    def __init__(self, suffix: str) -> None:
        self._suffix = suffix

    def seeds(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(SAMPLES.glob("*" + self._suffix))]

    def document(self, data: bytes) -> bytes:
        return data

    def mutate(self, data: bytes, size: int, seed: int) -> bytes:
        if seed % 2:
            return bytes(atheris.Mutate(data, size))
        chance = random.Random(seed)
        change: Callable[[bytes, random.Random], bytes] = {".pdf": mutate_stream, ".html": mutate_tags}.get(
            self._suffix, mutate_lines
        )
        return change(data, chance)[:size]


def mutate_pieces(pieces: list[bytes], chance: random.Random) -> list[bytes]:
    """Drop, repeat, move, nest or overwrite some of the pieces."""
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        if not pieces:
            break
        start = chance.randrange(len(pieces))
        end = min(len(pieces), start + chance.choice((1, 1, 2, 3, 8, 40)))
        match chance.randrange(6):
            case 0:
                del pieces[start:end]
            case 1:
                pieces[start:start] = pieces[start:end] * chance.choice((1, 2, 30))
            case 2:
                goal = chance.randrange(len(pieces))
                pieces[goal:goal] = pieces[start:end]
            case 3:
                goal = chance.randrange(len(pieces))
                pieces[start], pieces[goal] = pieces[goal], pieces[start]
            case 4:
                pieces[start] = pieces[start] + chance.choice(_TEXTS)
            case _:
                pieces[start] = re.sub(rb"\d+|(?<=\")[^\"]*(?=\")", lambda _: chance.choice(_TEXTS), pieces[start])
    return pieces


def mutate_tags(data: bytes, chance: random.Random) -> bytes:
    return b"".join(mutate_pieces(_TAG.split(data), chance))


def mutate_lines(data: bytes, chance: random.Random) -> bytes:
    return b"\n".join(mutate_pieces(data.split(b"\n"), chance))


def mutate_stream(data: bytes, chance: random.Random) -> bytes:
    """One packed stream of a PDF changed behind its compression."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return data
    chosen = chance.choice(streams)
    try:
        plain = zlib.decompress(chosen[2])
    except zlib.error:
        return data
    packed = zlib.compress(b"\n".join(mutate_pieces(plain.split(b"\n"), chance)))
    head = re.sub(rb"/Length \d+(?! \d+ R)(?=[^/]*$)", b"/Length %d" % len(packed), data[: chosen.start(2)])
    return head + packed + data[chosen.end(2) :]


def main() -> None:
    reader, kept = sys.argv[1], Path(sys.argv[2])
    kept.mkdir(parents=True, exist_ok=True)
    suffix = {"docx": ".docx", "pdf": ".pdf", "html": ".html", "text": ".txt"}[reader]
    inputs = Docx() if reader == "docx" else Files(suffix)
    seen: set[str] = set()

    def keep(why: str, document: bytes) -> None:
        if why not in seen:
            seen.add(why)
            name = f"{reader}-{hashlib.sha256(why.encode()).hexdigest()[:8]}"
            (kept / (name + suffix)).write_bytes(document)
            (kept / (name + ".why")).write_text(why, "utf-8", "backslashreplace")
            sys.stderr.write(f"FIND {name} {why.splitlines()[-1]}\n")

    def run(data: bytes) -> None:
        document = inputs.document(data)
        start = time.perf_counter()
        try:
            read_bytes(document, "fuzz" + suffix, Limits(conversion_seconds=1.0))
        except ReadingError:
            pass
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)[-3:]
            places = "\n".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
            keep(f"{places}\n{type(error).__name__}", document)
        if time.perf_counter() - start > SLOW:
            keep("slow", document)

    def mutate(data: bytes, size: int, seed: int) -> bytes:
        return inputs.mutate(data, size, seed)

    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(inputs.seeds()):
            (Path(corpus) / f"seed{number:03}").write_bytes(seed)
        arguments = [
            sys.argv[0],
            *sys.argv[3:],
            f"-max_len={_LARGEST}",
            "-keep_seed=1",
            f"-artifact_prefix={kept}/native-",
            corpus,
        ]
        atheris.Setup(arguments, run, custom_mutator=mutate)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
