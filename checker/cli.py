"""The command line. Thin: it reads arguments, calls the library and prints."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from checker.decisions import DecisionFiles
    from checker.notes.formats import Context, NoteFormat, Unread
    from checker.notes.output import Targets
    from checker.reference.model import ReferenceReport
    from checker.reviewing import Review, Reviewer
    from checker.settings import Settings

Item = TypeVar("Item")

UNUSABLE = 2
# A progress bar is for long runs: fewer files than this are done before one could be read.
_MANY_FILES = 5

app = typer.Typer(
    help="政府信息公开工作年度报告审核工具。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _complain(message: str) -> None:
    print(message, file=sys.stderr)


@app.command("review")
def review_command(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="文件…", help="要审核的报告：docx、pdf、网页、文本；doc、wps需装有LibreOffice。"),
    ],
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="格式",
            help="输出格式：terminal（终端）、json、html（网页）、markdown、docx、xlsx、sarif、junit。",
        ),
    ] = "terminal",
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            help="写到哪里，不写则显示在终端；docx、xlsx必须写明，多份报告的docx写到一个文件夹。",
        ),
    ] = None,
    prior: Annotated[
        Path | None, typer.Option(metavar="文件", help="同一机关上一年的报告，用来对照；只能与一份报告同用。")
    ] = None,
    reference: Annotated[
        Path | None,
        typer.Option(metavar="文件", help="对照库（checker reference add 建立），用来查与其他机关、往年报告的雷同。"),
    ] = None,
    select: Annotated[
        str | None, typer.Option(metavar="代码", help="只用这些规则，逗号分隔，可写字母（如 S,T02）。")
    ] = None,
    ignore: Annotated[str | None, typer.Option(metavar="代码", help="不用这些规则，逗号分隔。")] = None,
    fail_on: Annotated[
        str | None, typer.Option(metavar="级别", help="到哪一级以退出状态1结束：error、warning、info、never。")
    ] = None,
    settings_file: Annotated[
        Path | None, typer.Option("--settings", metavar="文件", help="设置文件（checker.toml）。")
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(
            metavar="文件",
            help="决定文件（采纳或不采纳哪些意见）；审核多份报告时为目录，每份报告在其中有自己的“报告文件名.decisions.json”。",
        ),
    ] = None,
    write_baseline: Annotated[
        bool,
        typer.Option(
            "--write-baseline", help="写出第一份决定文件：现有意见都作为基线，今后不再计入。已有的文件不会覆盖。"
        ),
    ] = False,
    by: Annotated[str | None, typer.Option(metavar="姓名", help="写入基线的姓名，默认为登录名。")] = None,
) -> None:
    """审核一份或多份报告，给出审核意见。

    退出状态：0 没有达到 --fail-on 级别的问题；1 有；2 文件或参数不能用。
    """
    from checker.notes.formats import FORMATS
    from checker.notes.output import OutputError, plan
    from checker.settings import SettingsError

    if form not in FORMATS:
        _complain(f"没有“{form}”这种输出格式，可用的有：{'、'.join(FORMATS)}")
        raise typer.Exit(UNUSABLE)
    try:
        targets = plan(
            FORMATS[form],
            files,
            output,
            [path for path in (prior, reference, settings_file, decisions) if path is not None],
        )
    except OutputError as error:
        _complain(str(error))
        raise typer.Exit(UNUSABLE) from None
    try:
        settings = _settings(settings_file, select, ignore, fail_on)
    except SettingsError as error:
        _complain(str(error))
        raise typer.Exit(UNUSABLE) from None
    if prior is not None and len(files) > 1:
        _complain("--prior 只能与一份报告同用；审核多份报告请先用 checker reference add 建对照库，再用 --reference")
        raise typer.Exit(UNUSABLE)
    from checker.decisions import DecisionFiles, DecisionsError
    from checker.reference.store import StoreError
    from checker.reviewing import Reviewer

    if write_baseline and decisions is None:
        _complain("--write-baseline 要与 --decisions 同用，写明写到哪个文件")
        raise typer.Exit(UNUSABLE)
    try:
        kept = None if decisions is None else DecisionFiles(decisions, files, new=write_baseline)
        reviews, unread = _review_all(Reviewer(settings, reference=reference), files, prior)
        if kept is not None:
            reviews = [_start(kept, review, by) if write_baseline else kept.decided(review) for review in reviews]
    except (DecisionsError, StoreError) as error:
        _complain(str(error))
        raise typer.Exit(UNUSABLE) from None
    if reviews and not _write(reviews, FORMATS[form], targets, _context(settings, targets, unread)):
        raise typer.Exit(UNUSABLE)
    if unread:
        raise typer.Exit(UNUSABLE)
    if any(review.fails(settings.fail_on) for review in reviews):
        raise typer.Exit(1)


def _settings(path: Path | None, select: str | None, ignore: str | None, fail_on: str | None) -> Settings:
    import dataclasses

    from checker.rules.registry import all_rules
    from checker.settings import FAIL_ON, SettingsError, load_settings

    settings = load_settings(path)
    known = [(rule.code.lower(), rule.name) for rule in all_rules()]
    changes: dict[str, object] = {}
    for option, value in (("select", select), ("ignore", ignore)):
        if value is None:
            continue
        codes = tuple(part.strip() for part in value.replace("，", ",").split(",") if part.strip())
        for code in codes:
            if not any(item.startswith(code.lower()) or name == code.lower() for item, name in known):
                raise SettingsError(f"没有“{code}”这条规则（--{option}），用 checker rules 查看全部规则")
        changes[option] = codes
    if fail_on is not None:
        if fail_on not in FAIL_ON:
            raise SettingsError(f"--fail-on 应为{'、'.join(FAIL_ON)}之一，不是“{fail_on}”")
        changes["fail_on"] = fail_on
    return dataclasses.replace(settings, **changes)  # type: ignore[arg-type]


def _review_all(reviewer: Reviewer, files: list[Path], prior: Path | None) -> tuple[list[Review], list[Unread]]:
    """Review each file; complain of those that cannot be read as they come."""
    from checker.notes.formats import Unread
    from checker.reading import ReadingError

    reviews: list[Review] = []
    unread: list[Unread] = []
    results = _tracked(reviewer.pipe(files, prior=prior), "审核中", len(files))
    for path, result in zip(files, results, strict=True):
        if isinstance(result, ReadingError):
            unread.append(Unread(result.path or str(path), result.reason))
            _complain(str(result))
        else:
            reviews.append(result)
    return reviews, unread


def _tracked(items: Iterator[Item], what: str, total: int) -> Iterator[Item]:
    """The items as they come, behind a progress bar where there are many and somebody is looking."""
    if total < _MANY_FILES or not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return iter(track(items, what, total=total, console=Console(stderr=True), transient=True))


def _start(kept: DecisionFiles, review: Review, by: str | None) -> Review:
    import datetime

    decided, file = kept.start(review, by or _login_name(), datetime.date.today())
    _complain(f"{file}：已写入基线，现有{len(decided.findings)}条意见今后不再计入")
    return decided


def _login_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "未署名"


def _context(settings: Settings, targets: Targets, unread: list[Unread]) -> Context:
    import shutil

    from checker.notes.formats import Context

    interactive = targets.to_screen and sys.stdout.isatty()
    return Context(
        width=min(shutil.get_terminal_size().columns, 100) if interactive else 80,
        colour=interactive and "NO_COLOR" not in os.environ,
        fail_on=settings.fail_on,
        rules_page=settings.rules_page,
        limits=settings.limits,
        unread=tuple(unread),
    )


def _write(reviews: list[Review], form: NoteFormat, targets: Targets, context: Context) -> bool:
    if targets.to_screen:
        sys.stdout.write(form.write(reviews, context).decode())
        return True
    for path, group in targets.groups(reviews):
        written = form.write(group, context)
        try:
            if targets.is_folder:
                path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(written)
        except OSError as error:
            _complain(f"{path}：无法写入（{error.strerror}）")
            return False
    return True


@app.command("rules")
def rules_command(
    code: Annotated[str | None, typer.Argument(metavar="[代码]", help="规则代码或名称；不写则列出全部规则。")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="写成Markdown；不写代码则是全部规则的说明。")] = False,
) -> None:
    """列出全部规则，或显示一条规则的说明。"""
    from checker.rules.pages import rule_markdown, rules_markdown
    from checker.rules.registry import all_rules, get_rule
    from checker.rules.rule import SEVERITY_NAMES

    if code is None and markdown:
        print(rules_markdown(all_rules()), end="")
        return
    if code is None:
        for item in all_rules():
            print(f"{item.code}  {SEVERITY_NAMES[item.severity]}  {item.title}（{item.name}）")
        return
    rule = get_rule(code)
    if rule is None:
        _complain(f"没有“{code}”这条规则，用 checker rules 查看全部规则")
        raise typer.Exit(UNUSABLE)
    if markdown:
        print(rule_markdown(rule), end="")
        return
    print(f"{rule.code} {rule.title}（{rule.name}，{SEVERITY_NAMES[rule.severity]}）\n\n{rule.page}")


reference_app = typer.Typer(help="对照库：本机关往年的报告和其他机关的报告，用来查雷同。", no_args_is_help=True)
app.add_typer(reference_app, name="reference")

Store = Annotated[Path, typer.Option("--reference", metavar="文件", help="对照库文件。")]
_STORE = Path("对照库.db")


@reference_app.command("add")
def reference_add_command(
    paths: Annotated[
        list[Path], typer.Argument(metavar="文件或文件夹…", help="要放进对照库的报告，文件夹连同下级文件夹。")
    ],
    store: Store = _STORE,
) -> None:
    """把报告放进对照库，没有对照库就新建。内容相同的只放一次。"""
    from checker.reading import ReadingError
    from checker.reference.collection import report_files
    from checker.reference.store import ReferenceStore
    from checker.reviewing import Reviewer

    with _store_errors():
        files = report_files(paths)
        reviewer = Reviewer()
        failures = 0

        def reports() -> Iterator[ReferenceReport]:
            nonlocal failures
            for path in _tracked(iter(files), "读取中", len(files)):
                try:
                    yield reviewer.reference_report(path)
                except ReadingError as error:
                    failures += 1
                    _complain(str(error))

        with ReferenceStore(store, create=True) as opened:
            counts = opened.add(reports())
            info = opened.info()
        known = f"，{counts.known}份已经在库里" if counts.known else ""
        unread = f"，{failures}份读不了" if failures else ""
        print(f"放进{counts.added}份报告{known}{unread}；{store}现有{info.agencies}个机关的{info.reports}份报告")
    if failures:
        raise typer.Exit(UNUSABLE)


@reference_app.command("list")
def reference_list_command(store: Store = _STORE) -> None:
    """列出对照库里的报告：编号、机关、年份、文件名。"""
    from checker.reference.store import ReferenceStore

    with _store_errors(), ReferenceStore(store) as opened:
        for entry in opened.entries():
            print(f"{entry.id}\t{entry.agency}\t{entry.year or '年份不明'}\t{entry.name}")


@reference_app.command("remove")
def reference_remove_command(
    numbers: Annotated[list[int], typer.Argument(metavar="编号…", help="checker reference list 列出的编号。")],
    store: Store = _STORE,
) -> None:
    """从对照库里去掉报告。"""
    from checker.reference.store import ReferenceStore

    with _store_errors(), ReferenceStore(store) as opened:
        removed = opened.remove(numbers)
    print(f"去掉{removed}份报告")
    if removed < len(set(numbers)):
        _complain(f"{store}：有{len(set(numbers)) - removed}个编号不在对照库里，用 checker reference list 查看")
        raise typer.Exit(UNUSABLE)


@reference_app.command("info")
def reference_info_command(store: Store = _STORE) -> None:
    """对照库的概况：报告、机关、年份、大小。"""
    from checker.reference.store import ReferenceStore

    with _store_errors(), ReferenceStore(store) as opened:
        info = opened.info()
    years = "、".join(map(str, info.years)) or "不明"
    print(
        f"{info.path}：{info.agencies}个机关的{info.reports}份报告，年份{years}，大小{info.size / 1e6:.1f}MB，第{info.version}版"
    )


@contextlib.contextmanager
def _store_errors() -> Iterator[None]:
    from checker.reference.store import StoreError

    try:
        yield
    except (StoreError, FileNotFoundError) as error:
        _complain(str(error) if isinstance(error, StoreError) else f"{error.filename}：找不到这个文件或文件夹")
        raise typer.Exit(UNUSABLE) from None


models_app = typer.Typer(
    help="训练和评测模型（需要安装附加部分：pip install 'checker[learning]'）。", no_args_is_help=True
)
app.add_typer(models_app, name="models")


@models_app.command("train")
def train_command(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="目录", help="模型写到哪里，默认为随附模型的目录。")
    ] = None,
) -> None:
    """用语料重新训练随附的模型。"""
    with _learning_needed():
        from checker.learning.card import train_pipeline

        print(f"模型已写入 {train_pipeline(output)}")


@models_app.command("evaluate")
def evaluate_command(
    real: Annotated[
        Path | None, typer.Option(metavar="文件", help="标注过的真实语句（JSON Lines），只用于评测。")
    ] = None,
    flaws: Annotated[
        bool, typer.Option("--flaws", help="只评测规则：在合格的报告里植入差错，看查出多少、误报多少。")
    ] = False,
    reuse: Annotated[bool, typer.Option("--reuse", help="只评测雷同：在报告里植入照搬的段落，看认出多少。")] = False,
) -> None:
    """评测随附的模型，更新模型说明和语料说明中的数字。"""
    with _learning_needed():
        if flaws:
            from checker.learning.flaws.benchmark import evaluate_flaws

            print(evaluate_flaws())
            return
        if reuse:
            from checker.learning.reuse import evaluate_reuse

            print(evaluate_reuse())
            return
        from checker.learning.card import evaluate

        print(evaluate(real))


@contextlib.contextmanager
def _learning_needed() -> Iterator[None]:
    try:
        yield
    except (ModuleNotFoundError, FileNotFoundError) as error:
        if isinstance(error, ModuleNotFoundError):
            _complain(f"训练和评测需要安装附加部分（pip install 'checker[learning]'）：缺少{error.name}")
        else:
            _complain(f"找不到{error.filename or error}")
        raise typer.Exit(UNUSABLE) from None


def main() -> None:
    """Run the command line; streams that cannot take Chinese are given UTF-8 first."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower().replace("-", "") not in ("utf8", "gb18030"):
            reconfigure(encoding="utf-8", errors="replace")
        elif reconfigure is not None:
            reconfigure(errors="replace")
    from checker.rules.registry import RuleError

    try:
        app()
    except RuleError as error:
        # a package of rules that cannot be used; typer lets it through
        _complain(str(error))
        sys.exit(UNUSABLE)
    except BrokenPipeError:
        # the reader of our output (head, a pager) has gone: nothing to say, and nowhere to say it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
