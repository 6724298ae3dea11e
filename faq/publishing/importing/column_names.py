"""Says which part of an article a column of a table, a key of a list or a line of a head names."""

import re
import unicodedata

# In English, and as tables in Spanish, French and German call them
_MEANT = {
    "title": "question title name q heading pregunta preguntas titulo frage fragen titel",
    "answer": "answer text content a reply solution response acceptedanswer answertext respuesta respuestas reponse"
    " reponses antwort antworten",
    "short_answer": "shortanswer summary",
    "body": "body detail details moredetail description html",
    "steps": "steps instructions howto step",
    "tags": "tags tag category categories topic topics keywords section",
    "asked_like": "askedlike alsoasked otherquestions patientsalsoaskitlikethis alternatives aliasquestions",
    "old": "oldaddress oldaddresses oldurl redirectfrom redirects url link permalink aliases",
    "slug": "slug address webaddress",
    "audience": "audience whomayreadit",
}
_PART_OF = {word: part for part, words in _MEANT.items() for word in words.split()}


def part_called(name: str) -> str:
    """Return the part that a column or key called `name` fills, "" for none; "Old address" is "old_address"."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return _PART_OF.get(re.sub(r"[^a-z]", "", plain), "")
