"""How what tells who somebody is looks in a text: addresses, dates, numbers, passwords and names."""

import re


def _any(of: str) -> str:
    """Return a pattern for any of the words; "_" stands for a space."""
    return "(?:" + "|".join(re.escape(word).replace("_", r"\s+") for word in of.split()) + ")"


_MONTH = (
    _any(
        "january february march april may june july august september october november december jan feb mar apr jun jul "
        "aug sept sep oct nov dec enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre "
        "noviembre diciembre"
    )
    + r"\b\.?"
)
_DIGIT = _any(
    "zero oh one two three four five six seven eight nine double triple cero uno dos tres cuatro cinco seis siete ocho "
    "nueve"
)
_TENS = _any(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty "
    "seventy eighty ninety"
)
# "twenty two nineteen eighty"; "twenty four seven" says all day long
_NUMBERS = rf"(?:(?!twenty[\s-]+four[\s-]+seven\b)(?:{_TENS}|{_DIGIT})\b[\s,-]*)"
_ORDINAL = r"(?:(?:twenty|thirty)[ -]?)?" + _any(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th|º|°)?|{_ORDINAL})"
_YEAR = r"(?:\s*(?:,|of|de|del)?\s*['’]?\d{2,4})?"
_OF_BIRTH = _any(
    "born birthday birthdate birth_date dob d.o.b date_of_birth nacido nacida nacio nació nací fecha_de_nacimiento"
)
_OF_NUMBERS = _any(
    "mrn record chart account acct member policy claim group id case card reference ref confirmation ssn security "
    "insurance medicare medicaid nhs passport license licence plate pin code room extension ext phone cell number"
)
_STREET = _any(
    "street st avenue ave road rd lane ln drive dr boulevard blvd court ct way terrace place pl circle cir highway hwy "
    "parkway pkwy square trail"
)
_OF_SECRETS = _any("password passcode contraseña username user_name user_id login pin code")
# "My password is expired" tells nothing; "my password is sunshine" tells the password
_STATES = _any(
    "is was not wrong expired incorrect invalid locked lost forgotten missing required needed reset case too still "
    "never being blocked denied showing working now a an the and or for in on to with"
)
_BEFORE_NAMES = _any(
    "the_name_of patient_name named me_llamo mi_nombre_es se_llama apellido surname last_name first_name maiden_name"
)
_TITLES = _any("mr mrs ms miss mx señor señora senor senora sr sra")
_BEFORE_CAPITALS = _any(
    "dr doctor doctora i_am i'm i’m im this_is soy call_me called dear regards sincerely patient son daughter husband "
    "wife mother father mom dad brother sister child baby hijo hija esposo esposa madre padre"
)
# What a name ends before, where it is typed without capitals: "my name is ann lee and i need ..."
_NO_NAME = _any(
    "and i i'm im my we the a an but with from born dob is was has have had need needs want wants can could how what "
    "when where who please patient y mi tengo necesito quiero nacido nacida in on at not for to of it spelled wrong "
    "misspelled incorrect changed different"
)
_NAME = rf"(?!{_NO_NAME}\b)[^\W\d_][^\s,.;:!?()/@]*"
# Capitals alone announce nothing: some people write all in capitals
_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-ÞŁŚŠŽČ](?:[a-zß-ÿłśšžč'’][^\s,;:!?()/@\d]*|\b\.?))"

# Each with what of a match stays. In this order: a kind that holds another one comes before it
_KINDS = (
    # Addresses of pages, with all that hangs on them
    (r"\b[a-z][a-z+]*://\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)+[/?#]\S*|[^\s=]*=\S+", ""),
    # "ann@example.org", "@annlee", "ann @ example.org"
    (r"[^\s@<>()]*@[^\s@<>()]+|[^\s@<>()]+\s@\s?[^\s@<>()]+\.\w+", ""),
    # "ann dot lee at example dot com", "ann [at] example.org"
    (
        r"[\w.+-]+(?:\s+dot\s+[\w.+-]+)*\s*(?:\bat\b|[\[({]at[\])}]|\barroba\b)\s*[\w-]+"
        r"(?:\s*(?:\bdot\b|[\[({]dot[\])}]|\bpunto\b|\.)\s*[a-z]{2,})+",
        "",
    ),
    # Street addresses and boxes
    (
        rf"\b\d+\w?(?:\s+[^\W\d_][\w'.]*){{1,4}}?\s+{_STREET}\b\.?"
        r"(?:\s*,?\s*(?:apt|apartment|unit|suite|ste|#)\.?\s*\w+)?",
        "",
    ),
    (r"\b(?:calle|avenida)\s+(?:[^\W\d_]+\s+){1,4}\d+", ""),
    (r"\b(?:p\.?\s?o\.?\s+box|apt|apartment)\.?\s*#?\s*\w*\d\w*", ""),
    # Birth dates, also without a month or a day
    (
        rf"\b({_OF_BIRTH})\b[\s.,:;#=-]*(?:(?:is|was|on|in|es|el|en|the|year)\s+)*"
        rf"(?:(?:['’]?\d\S*|{_ORDINAL}\b|{_MONTH}|\w+ty\b|\w+teen\b|{_DIGIT}\b|of\b|de\b)[\s,]*)+",
        r"\1",
    ),
    # Other dates; "24/7" is none
    (rf"\b{_DAY}\s*(?:of|de|-|/)?\s*{_MONTH}(?:\s*[-/])?{_YEAR}", ""),
    (rf"\b{_MONTH}\s*[-/]?\s*(?:the\s+|of\s+|de\s+)?(?:\d{{4}}|{_DAY})\b{_YEAR}", ""),
    (rf"\b{_MONTH}\s+(?:the\s+)?{_NUMBERS}{{1,6}}", ""),
    (r"(?<![\d/])(?!24/7(?![\d/]))\d{1,4}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{1,4})?(?![\d/])", ""),
    # What follows the name of a number, also when it is short: "MRN 12 34", "case no. A7"
    (
        rf"\b({_OF_NUMBERS})\b(?:[\s.:#=-]*(?:number|num|no|nr|id|is)\b)*[\s.:#=-]*"
        rf"(?:{_NUMBERS}|[a-z]{{0,4}}[\s-]?\d\S*\s*)+",
        r"\1",
    ),
    # Phone, card, record and security numbers: at least four digits, however they are parted
    (r"\+?\(?\d(?:[\s.,()/_+#*x-]*\d){3,}", ""),
    (rf"\b{_DIGIT}(?:[\s,-]+{_DIGIT}){{3,}}\b|\b(?=(?:{_DIGIT}[\s,-]+){{0,3}}{_TENS}\b){_NUMBERS}{{3,}}", ""),
    (rf"\b({_OF_SECRETS})\b(?:\s*[:=]\s*|\s+(?:is|es)\s+)(?!{_STATES}\b)\S+", r"\1"),
    # Names after what announces them, up to three words
    (
        r"\b(my\s+(?:full\s+|first\s+|last\s+|maiden\s+)?name(?:\s+is|['’]s|:)|name\s*(?:is|:)"
        rf"|{_BEFORE_NAMES})\b[\s.,:;#=-]*(?:{_NAME}[\s,.]*){{1,3}}",
        r"\1",
    ),
    (rf"\b({_TITLES})\b\.?\s+(?:{_NAME}\s*){{1,2}}", r"\1"),
    (rf"\b({_BEFORE_CAPITALS})\b[\s.,:]+(?:{_CAPITAL}[\s.]*){{1,3}}", r"\1"),
    # "results for Grace Hope", but not "sign up for Medicare"
    (rf"\b(for|about|of|from|thanks)\s+(?:{_CAPITAL}\s+){{1,2}}{_CAPITAL}", r"\1"),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), kept) for pattern, kept in _KINDS)
# As part of a word: a letter of a number plate, a code
_MANY_DIGITS = re.compile(r"(?:\D*\d){3}")


def replaced(text: str, by: str) -> str:
    """Return `text` with `by`, between spaces, in the place of all that tells who somebody is."""
    for pattern, kept in _PATTERNS:
        text = pattern.sub(rf"{kept} {by} ", text)
    return text


def has_many_digits(word: str) -> bool:
    """Whether a word holds three digits or more."""
    return bool(_MANY_DIGITS.match(word))
