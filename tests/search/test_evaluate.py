"""The measures, and the command that prints them."""

import json

import pytest
from django.core.management import CommandError, call_command

from faq.models import Article
from faq.search import evaluate


def test_ndcg_is_one_for_the_best_order_and_falls_with_the_place():
    assert evaluate.ndcg(["a", "b"], {"a": 1}) == 1
    assert evaluate.ndcg(["b", "a"], {"a": 1}) == pytest.approx(0.6309, abs=1e-4)
    assert evaluate.ndcg(["a", "b"], {"a": 1, "b": 2}) == pytest.approx((1 + 2 * 0.6309) / (2 + 0.6309), abs=1e-4)
    assert evaluate.ndcg([], {"a": 1}) == evaluate.ndcg(["a"], {}) == 0


def test_means_are_taken_over_all_questions():
    questions = [{"id": "q1", "text": "one"}, {"id": "q2", "text": "two"}]

    figures = evaluate.measure(
        questions,
        {"q1": {"a": 1}, "q2": {"b": 1}},
        lambda typed: (["a"] if typed == "one" else [], typed == "one", True, False),
    )

    shares = {name: figures[name] for name in ("ndcg@10", "mrr@10", "recall@10", "p@5", "no_result", "repaired")}
    assert shares == {"ndcg@10": 50, "mrr@10": 50, "recall@10": 50, "p@5": 10, "no_result": 50, "repaired": 50}


def test_places_are_counted_and_who_is_told_that_the_right_one_is_not_close():
    questions = [{"id": str(place), "text": str(place)} for place in (1, 2, 4)]
    answers = {question["id"]: {"right": 1} for question in questions}

    figures = evaluate.measure(
        questions, answers, lambda typed: (["wrong"] * (int(typed) - 1) + ["right"], False, typed != "1", False)
    )

    assert (figures["first"], figures["among_three"], figures["right_not_close"]) == (33.33, 66.67, 100)


def test_answers_shown_at_once_are_counted_and_how_many_of_them_are_wrong():
    questions = [{"id": id, "text": id} for id in ("shown", "wrongly", "not")]
    answers = {"shown": {"a": 1}, "wrongly": {"b": 1}, "not": {"b": 1}}

    figures = evaluate.measure(questions, answers, lambda typed: (["a"], False, True, typed != "not"))

    assert (figures["at_once"], figures["at_once_wrong"]) == (66.67, 50)


@pytest.fixture
def folder(tmp_path):
    def lines(name, *rows):
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows))

    park = {"id": "p", "title": "Where can I park?", "body": "Behind the house.", "tags": ["visits"]}
    lines("corpus.jsonl", park, {"id": "w", "title": "How do I reset my password?", "body": "", "tags": "portal"})
    lines("queries.jsonl", {"id": "1", "text": "parking"}, {"id": "2", "text": "new pasword"})
    lines("queries.typo2.jsonl", {"id": "1", "text": "prking"})
    lines("out_of_scope.jsonl", {"id": "3", "text": "xqzzt brrfl"})
    (tmp_path / "qrels.tsv").write_text("query\tarticle\tgrade\n1\tp\t1\n2\tw\t2\n")
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_the_command_measures_in_a_database_of_its_own(folder, capsys, settings):
    Article.objects.create(title="The clinic's own", slug="own")

    call_command("evaluate_search", str(folder), "--json")

    figures = json.loads(capsys.readouterr().out)
    assert (figures["articles"], figures["questions"], figures["ndcg@10"], figures["no_result"]) == (2, 2, 100, 0)
    assert figures["out_of_scope"] == {"questions": 1, "said_so": 100, "no_result": 100, "at_once": 0}
    assert figures["cpu_ms_mean"] > 0
    assert list(Article.objects.values_list("slug", flat=True)) == ["own"]
    assert not settings.KB_INDEX_DIR.exists()


@pytest.mark.django_db(transaction=True)
def test_the_command_prints_a_table_for_another_file_of_questions(folder, capsys):
    call_command("evaluate_search", str(folder), "--queries", "queries.typo2.jsonl")

    assert "queries                      queries.typo2.jsonl" in capsys.readouterr().out


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match="corpus.jsonl"):
        call_command("evaluate_search", str(tmp_path))


@pytest.mark.django_db(transaction=True)
def test_the_command_says_how_many_slips_were_mended(folder, capsys):
    (folder / "queries.jsonl").write_text('{"id": "1", "text": "parking house"}\n{"id": "2", "text": "reset"}\n')
    (folder / "queries.typo1.jsonl").write_text('{"id": "1", "text": "parkng hxxse"}\n{"id": "2", "text": "reset"}\n')

    call_command("evaluate_search", str(folder), "--queries", "queries.typo1.jsonl", "--json")

    # "parkng" is "park", "hxxse" is too far from "house"
    assert json.loads(capsys.readouterr().out)["mended"] == 50
