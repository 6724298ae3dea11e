"""Which questions are Spanish ones.

The two lists were written after the words of the detector had been chosen; three of the Spanish ones taught it a word
afterwards.
"""

import pytest

from faq.text.spanish import is_spanish

SPANISH = """
quiero ver a un doctor
hacer cita por internet
¿Puedo ir sin cita?
mover mi cita para la semana que viene
cuanto tiempo antes debo llegar
mi hija esta enferma
tengo gripe
me corte la mano
dolor de espalda
necesito lentes nuevos
¿tienen dentista?
precio de la consulta
cuanto debo
no entiendo mi factura
pagar en partes
pago con tarjeta
seguro de mi trabajo
cambie de seguro
necesito ver mi historial
historial medico
firmar papeles
mandar mis papeles a otro doctor
no me acuerdo de la contraseña
crear una cuenta
cuenta bloqueada
el portal no abre
no veo a mi hijo en el portal
acceso para mi esposa
correo equivocado
fecha de nacimiento
vacunas para viajar
vacuna para la escuela
segunda dosis
prueba de sangre
puedo comer antes del examen
orina
resultados del ultrasonido
hablar con alguien
alguien que hable mi idioma
traducir documentos
numero de telefono
abren temprano
horario de navidad
donde recojo mi medicina
farmacia mas cercana
pastillas anticonceptivas
medicina sin receta
necesito otro inhalador
reaccion a la vacuna
nota de incapacidad
permiso medico
queja sobre el personal
gracias
buenos dias
ayuda
es urgente
niños
embarazo
¿Cómo llego?
baño
"""

ENGLISH = """
i want to see a doctor
walk in
reschedule for next week
how early should i come
my daughter is sick
flu
cut my hand
back pain
new glasses
dentist
price of a visit
what do i owe
do not understand bill
pay in parts
card payment
insurance from job
changed insurance
medical history
sign papers
send records to another doctor
account locked
portal wont open
cant see my son in portal
access for spouse
wrong email
date of birth
travel shots
school vaccine
second dose
blood test fasting
eat before exam
urine test
ultrasound results
talk to someone
someone who speaks my language
translate documents
phone number
open early
christmas hours
pick up meds
nearest pharmacy
birth control pills
otc medicine
inhaler
reaction to vaccine
disability form
work note
complaint about staff
thanks
good morning
help
urgent
kids
pregnancy
how do i get there
restroom
dr alvarez
puerto rico medicaid
mexican insurance
san antonio clinic
"""


def test_nearly_all_questions_are_taken_for_what_they_are():
    spanish, english = SPANISH.strip().splitlines(), ENGLISH.strip().splitlines()

    missed = [typed for typed in spanish if not is_spanish(typed)]
    mistaken = [typed for typed in english if is_spanish(typed)]

    assert (len(spanish), len(english)) == (60, 60)
    # 97 % of 120
    assert len(missed + mistaken) <= 3, (missed, mistaken)
    assert mistaken == []


@pytest.mark.parametrize("typed", ["contraseña olvidada", "¿aceptan Medicaid?", "cita", "no tengo seguro", "factura"])
def test_a_short_question_or_a_mark_is_enough(typed):
    assert is_spanish(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "do you speak español",
        "Dr. de la Cruz",
        "dr garcia appointment",
        "los angeles office",
        "jalapeño allergy",
        "Dr. Núñez",
        "can my son come",
        "me",
        "no",
        "hay fever",
        "para transit bus",
        "are you closed on cinco de mayo",
    ],
)
def test_spanish_names_and_words_in_an_english_question_do_not_make_it_spanish(typed):
    assert not is_spanish(typed)


@pytest.mark.parametrize("typed", ["", " ", "\x00", "你好", "مرحبا", "😀", "?" * 400, "x" * 9000, "¿"])
def test_no_input_is_too_odd(typed):
    assert is_spanish(typed) is (typed == "¿")
