"""Facts that cannot be kept are refused in a receptionist's words, also when only the verb notices."""

import pytest

from faq.errors import RefusedError
from faq.models import Fact
from faq.publishing import facts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "Line"}, "The short name “line” is taken by “Help line”. Please choose another one."),
        ({"name": ""}, "Please fill this in."),
        ({"label": "x" * 81}, "This has 81 letters. Please keep it to 80."),
        ({"kind": "colour"}, "Please choose one from the list."),
        ({"name": "two words"}, "Please use letters, digits and hyphens only, for example: portal-address."),
    ],
)
def test_a_fact_that_cannot_be_kept_is_refused_in_words(values: dict[str, str], sentence: str):
    facts.save(Fact(name="line", label="Help line"), by=None)

    with pytest.raises(RefusedError) as refused:
        facts.save(Fact(**{"name": "other", "label": "Other", **values}), by=None)

    assert refused.value.sentences == [sentence]
    assert Fact.objects.count() == 1
