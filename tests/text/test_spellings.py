"""British and American spellings of the same word."""

import pytest

from faq.text import words
from faq.text.spellings import american, americanise

PAIRS = """
    paediatric pediatric, paediatrician pediatrician, anaemia anemia, haemorrhage hemorrhage, oedema edema,
    oesophagus esophagus, oestrogen estrogen, diarrhoea diarrhea, foetus fetus, gynaecology gynecology,
    gynaecologist gynecologist, orthopaedic orthopedic, leukaemia leukemia, tumour tumor, tumours tumors, colour color,
    centre center, fibre fiber, litres liters, metre meter, grey gray, programmes programs, cheque check,
    licence license, practise practice, enrol enroll, enrolment enrollment, cancelled canceled, counselling counseling,
    jewellery jewelry, organise organize, apologising apologizing, analyse analyze, paralysed paralyzed, ageing aging,
    anaesthetic anesthetic, caesarean cesarean, coeliac celiac, haemoglobin hemoglobin, hypokalaemia hypokalemia,
    apnoea apnea, behaviour behavior, labour labor, travelling traveling, defence defense, tyre tire, pyjamas pajamas,
    catheterise catheterize, sulphur sulfur, aluminium aluminum, manoeuvre maneuver, catalogue catalog, mum mom,
    judgement judgment, fulfil fulfill, theatre theater, speciality specialty, immunised immunized, faeces feces
"""


@pytest.mark.parametrize("pair", [pair.strip() for pair in PAIRS.split(",")])
def test_both_spellings_of_a_word_share_their_stem(pair):
    british, us = pair.split()

    assert words.stem(british) == words.stem(us)
    assert words.stems(british) == words.stems(us)


@pytest.mark.parametrize("word", ["does", "shoe", "poem", "aerobic", "rise", "promise", "advise", "hour", "acre"])
def test_other_words_stay_as_they_are(word):
    assert american(word) == word


def test_a_text_is_respelt_and_otherwise_untouched():
    assert americanise("The Paediatric CENTRE, page 2: does it!") == "The pediatric center, page 2: does it!"
