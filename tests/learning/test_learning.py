from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from checker.language.labels import ASPECTS, ROLES, SCORES
from checker.learning import labels as label_training
from checker.learning.card import trained_models
from checker.learning.corpus import FOLDER, TEST_TYPES, load_file, load_statements, split
from checker.learning.datasheet import agreement, near_duplicates
from checker.learning.evaluation import auc_stock, calibration_error, kappa_specificity, macro_f1_aspects, macro_f1_role
from checker.learning.judges import entity_density, keyword_judge, model_judge
from checker.learning.links import by_model, by_order, exchanges, measure_links
from checker.resources import data_path

STATEMENTS = load_statements()
REAL = Path(__file__).parents[3] / "shared" / "real" / "statements.jsonl"


def test_the_corpus_is_as_large_and_varied_as_its_datasheet_says() -> None:
    assert len(STATEMENTS) >= 6000
    assert len({item.document for item in STATEMENTS}) >= 240
    assert len({item.agency_type for item in STATEMENTS}) >= 12
    assert {item.year for item in STATEMENTS} == set(range(2019, 2026))
    assert sum(item.role == "problem" for item in STATEMENTS) >= 600
    assert len({item.id for item in STATEMENTS}) == len(STATEMENTS)


def test_every_statement_is_labelled_as_the_guide_has_it() -> None:
    problems: dict[str, set[int]] = defaultdict(set)
    for item in STATEMENTS:
        assert set(item.aspects) <= set(ASPECTS)
        assert item.role in ROLES
        assert item.specificity in (0, 1, 2, 3)
        assert not (item.stock and item.specificity >= 2), item.id
        assert (item.problem is not None) == (item.role == "problem"), item.id
        assert (item.answers is not None) == (item.role == "measure"), item.id
        if item.problem is not None:
            problems[item.document].add(item.problem)
    for item in STATEMENTS:
        assert set(item.answers or ()) <= problems[item.document], item.id


def test_no_report_is_in_two_splits_and_the_test_split_has_kinds_of_its_own() -> None:
    parts = split(STATEMENTS)
    documents = [{item.document for item in part} for part in (parts.training, parts.development, parts.test)]
    assert not documents[0] & documents[1]
    assert not documents[0] & documents[2]
    assert {item.agency_type for item in parts.test} == TEST_TYPES
    assert not TEST_TYPES & {item.agency_type for item in (*parts.training, *parts.development)}
    assert len(STATEMENTS) == sum(map(len, (parts.training, parts.development, parts.test)))


def test_few_statements_stand_in_two_reports() -> None:
    assert near_duplicates(STATEMENTS, prescribed=False) < 0.03


def test_two_labellings_agree() -> None:
    agreed = agreement(STATEMENTS, data_path(*FOLDER) / "second_labelling.json")
    assert agreed.statements >= 0.095 * len(STATEMENTS)
    assert min(agreed.role, agreed.aspects, agreed.specificity, agreed.stock) > 0.85


def test_our_arithmetic_gives_scikit_learns_answers() -> None:
    items = STATEMENTS[::8]
    weigh = label_training.vectorizer()
    matrix = weigh.fit_transform(items)
    wanted = label_training.targets(items)
    model = label_training.train(items)
    for column in (0, 5, 11, 14):
        fitted = label_training.classifier().fit(matrix, wanted[:, column])
        ours = model.scores([(item.text, item.section) for item in items[:200]])[:, column]
        assert np.allclose(ours, fitted.decision_function(matrix[:200]), atol=1e-3), SCORES[column]


def test_the_model_reaches_its_targets_on_unseen_kinds_of_agency() -> None:
    model, links = trained_models()
    items = split(STATEMENTS).test
    judged = model_judge(model)(items)
    assert macro_f1_aspects(items, judged) >= 0.92
    assert macro_f1_role(items, judged) >= 0.92
    assert kappa_specificity(items, judged) >= 0.85
    assert auc_stock(items, judged) >= 0.95
    assert calibration_error(items, judged) <= 0.05
    cases = exchanges(items, model)
    assert measure_links(cases, by_model(links)).f1 > measure_links(cases, by_order).f1


@pytest.mark.skipif(not REAL.is_file(), reason="the real statements are not beside the project")
def test_the_model_holds_on_real_statements() -> None:
    items = load_file(REAL)
    judged = model_judge(trained_models()[0])(items)
    assert macro_f1_aspects(items, judged) >= 0.87
    assert macro_f1_role(items, judged) >= 0.87
    assert kappa_specificity(items, judged) >= 0.80
    assert auc_stock(items, judged) >= 0.90


def test_the_model_is_better_than_keywords() -> None:
    parts = split(STATEMENTS)
    ours = model_judge(trained_models()[0])(parts.test)
    keywords = keyword_judge(parts.training)(parts.test)
    assert macro_f1_aspects(parts.test, ours) > macro_f1_aspects(parts.test, keywords)
    assert macro_f1_role(parts.test, ours) > macro_f1_role(parts.test, keywords)
    assert kappa_specificity(parts.test, ours) > kappa_specificity(parts.test, keywords)
    assert auc_stock(parts.test, ours) > auc_stock(parts.test, keywords)


def test_facts_raise_entity_density() -> None:
    assert entity_density("5月在“临河发布”公众号公开12条") > entity_density("不断提高公开工作水平")


def test_card_and_datasheet_hold_figures() -> None:
    for path in (data_path("models", "statements", "README.md"), data_path(*FOLDER) / "README.md"):
        content = path.read_text("utf-8")
        figures = content.split("<!-- figures -->")[1].split("<!-- end of figures -->")[0]
        assert len(figures) > 500, f"{path}: run checker models evaluate"


def test_corpus_files_are_plain_json_lines() -> None:
    for path in data_path(*FOLDER).glob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            assert json.loads(line)["agency_type"] == path.stem
