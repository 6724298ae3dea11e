"""What a passage is: what one can read at a glance."""

from faq.search.index.passages import Passage, cut


def test_short_parts_that_follow_each_other_share_a_passage():
    assert cut(["Ask us.", "Press Save.", "Wait."]) == [Passage(0, "Ask us. Press Save. Wait.")]


def test_a_passage_ends_with_a_sentence_before_it_grows_too_long():
    sentence = "Please bring the card of your insurance and a picture of yourself to the desk."

    passages = cut([" ".join([sentence] * 8)])

    assert [len(passage.text) for passage in passages] == [236, 236, 157]
    assert " ".join(passage.text for passage in passages) == " ".join([sentence] * 8)


def test_a_long_paragraph_ends_its_passage_and_the_next_names_its_own_part():
    long = " ".join(["Please bring the card of your insurance and a picture of yourself to the desk."] * 2)

    assert [passage.part for passage in cut(["", long, "Press Save.", long, ""])] == [1, 2]
    assert [passage.part for passage in cut(["Ask us.", "", long, "Press Save."])] == [0, 3]


def test_no_text_has_no_passage_and_an_endless_one_has_forty():
    assert cut(["", " \n "]) == []
    assert len(cut(["word " * 60_000, *["A sentence of its own. " * 8] * 100])) == 40
