from __future__ import annotations

from pathlib import Path

import jieba
import numpy as np
import pytest
import spacy
from building import build
from hypothesis import given, settings
from hypothesis import strategies as st

import checker
from checker.language.labels import ASPECTS, ROLES, SCORES, LabelModel, StatementLabeller
from checker.language.links import LinkModel, Turn
from checker.language.pipeline import COMPONENTS, annotate, blank_pipeline, build_pipeline, label, load_pipeline
from checker.language.segmentation import segmenter
from checker.resources import data_path


def test_the_trained_pipeline_loads_with_spacy_and_holds_no_pickle() -> None:
    folder = data_path("models", "statements")
    nlp = spacy.load(folder)
    assert tuple(nlp.pipe_names) == COMPONENTS
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    assert sum(sizes) < 25_000_000
    assert not [path for path in folder.rglob("*") if path.suffix in {".pkl", ".pickle", ".joblib", ".bin"}]


def test_our_terms_leave_the_global_jieba_as_it_is() -> None:
    before = jieba.lcut("依申请公开和三安全一稳定")
    assert "依申请公开" in segmenter().lcut("依申请公开和三安全一稳定")
    assert jieba.lcut("依申请公开和三安全一稳定") == before
    assert [token.text for token in load_pipeline()("依申请公开")] == ["依申请公开"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
def test_tokens_hold_every_character(text: str) -> None:
    assert blank_pipeline()(text).text == text


def test_a_pipeline_comes_back_from_disk(tmp_path: Path) -> None:
    weights = np.zeros((1, len(SCORES)), dtype=np.float32)
    ones = np.ones(len(SCORES), dtype=np.float32)
    model = LabelModel(("公开",), np.ones(1, dtype=np.float32), weights, ones, ones, ones)
    build_pipeline(model, LinkModel({"words": 1.0}, -1.0, 0.5, {"公开": 1.0})).to_disk(tmp_path / "p")
    again = spacy.load(tmp_path / "p").get_pipe("checker_labels")
    assert isinstance(again, StatementLabeller)
    assert again.model is not None
    assert again.model.vocabulary == model.vocabulary
    assert np.array_equal(again.model.weights, weights)


def test_a_model_whose_parts_do_not_fit_is_refused(tmp_path: Path) -> None:
    ones = np.ones(len(SCORES), dtype=np.float32)
    LabelModel(
        ("公开", "条"), np.ones(1, dtype=np.float32), np.zeros((1, len(SCORES)), np.float32), ones, ones, ones
    ).to_disk(tmp_path)
    with pytest.raises(ValueError, match="do not belong together"):
        LabelModel.from_disk(tmp_path)


CLEAR = {
    ("全年收到政府信息公开申请4件，均按期答复。", "overview"): ("on_request", "result", 2, False),
    ("（三）政府信息管理情况。", "overview"): ("management", "frame", 0, False),
    ("开设“政策问答”栏目，把12条常见问题放在区政府网站首页。", "overview"): ("platform", "practice", 3, False),
    ("二是工作人员业务水平有待进一步提高；", "problems"): ("oversight", "problem", 0, True),
    ("三是进一步加强业务培训，不断提高工作人员的能力和水平。", "problems"): ("oversight", "measure", 1, True),
    ("2023年，我局坚持以习近平新时代中国特色社会主义思想为指导，扎实推进各项工作。", "overview"): (
        None,
        "frame",
        0,
        True,
    ),
}


@pytest.mark.parametrize(("case", "expected"), CLEAR.items())
def test_clear_statements(case: tuple[str, str], expected: tuple[str | None, str, int, bool]) -> None:
    (labels,) = label([case[0]], section=case[1])  # type: ignore[arg-type]
    aspect, role, specificity, stock = expected
    assert labels.aspects == ((aspect,) if aspect else ())
    assert labels.role == role
    assert abs(labels.specificity - specificity) <= (0 if specificity == 0 else 1)
    assert labels.is_stock is stock


def test_every_label_has_its_probability_and_its_words() -> None:
    (labels,) = checker.label(["全年通过区政府网站主动公开信息212条，其中财政信息30条。"], section="overview")
    assert set(labels.aspect_probabilities) == set(ASPECTS)
    assert set(labels.role_probabilities) == set(ROLES)
    assert sum(labels.role_probabilities.values()) == pytest.approx(1)
    assert sum(labels.specificity_probabilities) == pytest.approx(1)
    assert min(labels.specificity_probabilities) >= -1e-6
    reasons = labels.reasons()
    assert {"proactive", "role", "specificity", "stock"} <= set(reasons)
    assert any("公开" in words for words in reasons["proactive"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=4))
def test_any_statement_gets_labels_alone_as_among_others(texts: list[str]) -> None:
    together = label(texts, section="overview")
    assert len(together) == len(texts)
    for text, labels in zip(texts, together, strict=True):
        (alone,) = label([text], section="overview")
        assert alone.role_probabilities == pytest.approx(labels.role_probabilities, abs=1e-5)
        assert 0 <= labels.stock <= 1
        assert 0 <= labels.specificity <= 3
        assert label([text], section="problems")[0].reasons() is not None


def test_a_report_is_annotated_where_it_is_narrative() -> None:
    report = build()
    annotation = annotate(report)
    assert annotation.doc.text == report.text
    for item in annotation.statements:
        statement = item.statement
        assert report.text[statement.start : statement.end] == statement.text
    assert {item.statement.section for item in annotation.statements} == {
        "preamble",
        "overview",
        "problems",
        "other_matters",
    }
    texts = [item.statement.text for item in annotation.statements]
    assert not any("第二十条" in text or "本年新收政府" in text for text in texts)
    received = next(item for item in annotation.statements if "新收申请21件" in item.statement.text)
    assert [quantity.value for quantity in received.quantities] == [21, 2, 20, 3]
    assert annotation.links


def turn(text: str, rank: int, aspects: tuple[float, ...] = (0.2,) * 5) -> Turn:
    return Turn(text, rank, rank, 0, rank + 1, aspects)


def test_a_measure_is_linked_to_the_problem_that_it_would_reduce() -> None:
    component = load_pipeline().get_pipe("checker_links")
    model: LinkModel = component.model  # type: ignore[attr-defined]
    problems = [
        turn("一是政策解读只有文字，群众看不懂；", 0, (0.9, 0, 0, 0, 0)),
        turn("二是信息员变动频繁，业务不熟。", 1, (0, 0, 0, 0, 0.9)),
    ]
    measures = [
        Turn("一是每季度组织信息员业务培训；", 0, 3, 1, 1, (0, 0, 0, 0, 0.9)),
        Turn("二是重要政策一律配发图解和短视频。", 1, 4, 1, 2, (0.9, 0, 0, 0, 0)),
    ]
    own = {(p.rank, m.rank): model.probability(p, m, 2, 2) for p in problems for m in measures}
    assert own[0, 1] > own[0, 0]
    assert own[1, 0] > own[1, 1]
    assert own[1, 0] >= model.threshold
