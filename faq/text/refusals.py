"""What is said of a value that cannot be taken, in a receptionist's words instead of the framework's."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

# By the code that Django gives its refusals; the holes are filled as Django fills its own sentences
SENTENCES = {
    "required": "Please fill this in.",
    "blank": "Please fill this in.",
    "null": "Please fill this in.",
    "max_length": "This has %(show_value)d letters. Please keep it to %(limit_value)d.",
    "min_value": "Please write a number that is not below %(limit_value)s.",
    "max_value": "Please write a number that is not above %(limit_value)s.",
    "invalid_choice": "Please choose one from the list.",
    "unique": "There is one like it already. Please choose another.",
    "null_characters_not_allowed": "There is a character in here that cannot be kept. Please type it once more.",
}


def sentences_of(errors: Iterable[ValidationError]) -> list[str]:
    """Return what to say of `errors`, each of one field; a sentence of our own stays as it is."""
    return [_sentence(error) for error in errors]


def _sentence(error: ValidationError) -> str:
    plain = SENTENCES.get(error.code or "")
    return plain % error.params if plain and error.params else plain or " ".join(error.messages)
