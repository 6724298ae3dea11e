"""Whether a question is in Spanish: by the words that Spanish needs and those that patients ask with."""

from faq.text import words

# Nobody opens an English question with them
_OPENING = ("¿", "¡")
# Without accents. Words that are English ones too ("son", "sin", "come", "no") are not among them
_SPANISH = frozenset(
    """
    abierto abiertos abre abren abrieron abrir abro abuela abuelo acaba acabaron acabo aceptan aceptar acompanante
    actualizar adonde adultos agendar ahora alergia alergias alergica alergico algo alguien algun alguna alimentos
    analisis anos ansiedad antes antibiotico antibioticos anticonceptivo anticonceptivos apagar apellido aplazar
    aplicacion aqui asegurado aseguradora aseguranza asi atender atienden aun aunque autobus avisar avisos ayer
    ayuda ayudan ayudar ayudarme ayudenme ayunas azucar bajos bano banos barriga bebe bien boca borrar brazo buenas
    bueno buenos cabeza cada calentura cambiar cambiarme cambie cambio cancelar celular cerca cerrado cerraron
    cierran cirugia cita citas clinica cobertura cobran cobrar cobraron cobro comezon comida como compartimos
    compartir comparto comprobante computadora confirmar consulta consultas contrasena copago copia corazon correo
    cortarme corte costo cual cuales cualquier cuando cuanta cuanto cuantos cuarto cubre cubren cuello cuenta cuerpo
    cuesta cuidado cuidador cunada cuotas datos debemos deben debo dedo deducible dejar dentista depresion derecha
    derrame descargar desde desmayo despues deuda dia diabetico diarrea dias diente dientes dieron dijeron dio
    direccion disponibles doctora documentos dolor domicilio domingo domingos donde dormir duele duelen durante
    ecografia edad edificio efectos ejercicio electronico eliminar ella ellos embarazada embarazo emergencias
    enferma enfermedad enfermedades enfermera enfermero enfermo enlace entonces entrada entrar entre entro enviar
    enviaron eres escrito escuela ese eso espalda espanol especialista esperar esposa esposo estacionamiento
    estaciono estan estar estas este esto estomago estos estoy estudios examen examenes expediente factura facturas
    familia farmacia fecha fechas festivos fiebre firmar formulario formularios fue funciona funcionan garganta
    gastos ginecologa gotas gracias granos gratuita gratuito gripa gustaria hablamos hablan hablar hablarle hable
    hablo hace hacen hacer hacerme hacia hago hasta hermana hermano hice hicieron hija hijas hijo hijos historial
    hola hombre hombres hora horario horarios hospitalizado hoy hueso huesos idioma infeccion ingles ingresar
    ingresos iniciar inicio internado interprete inyeccion inyecciones irme izquierda jarabe jeringa joven jueves
    laboratorio lado lastime lejos lenguaje lentes llamada llamadas llamar llamarme llamo llega llegan llegar
    llegaron llego llenar llevar llevo lunes madre manana mandan mandar mandaron manos mareo marido martes mas
    matrona mayores medica medicamento medicamentos medicinas medico medicos medidas mensaje mensualidad mes meses
    miercoles mis mismo molestias mucha mucho muchos muela muestra mujer mujeres muy nacimiento nada nadie navidad
    necesita necesitamos necesito nina ninas ninera ningun ninguna ninguno nino ninos noche nombre nos nosotros nota
    novio nuestra nuestro nuestros nueva nuevo numero nunca oculista ocupo oido ojo ojos olvidada olvidar olvide
    olvido optometrista orina otra otro paciente pacientes padre padres pagado pagar pagina pago pagos pague
    pantalla papanicolau papeles partera parto pastilla pastillas pecho pediatra pedir pedirle perdi perdido periodo
    permiso pero personas picadura piel pierna plazos podemos poder pongo por porque posponer precio precios
    pregunta preguntas pregunto prender presion presupuesto programar proxima proximo prueba pruebas psiquiatra
    pueda puede pueden puedes puedo puerta pues pulmon puse que queda quedan queja quejarme quejas quemadura quien
    quienes quiere quiero quisiera quitar rayos receta recetas recibi recibir recibo recibos recoger recordatorio
    recordatorios recuperar reembolso reembolsos referencia referido registrarme registro rellenar reloj remedio
    renovar reprogramar reservar resfriado respirar respuesta respuestas resultado resultados revisar rinon rodilla
    ronchas sabado sabados sacar sacarme saco salir sangrado sangre sarpullido secundarios segun segunda seguro
    semana semanas senas senor senora sera sesion sido siempre silencio silla sintomas sirve sitio sobrino solicitar
    solicitud sordo suegra surtir tambien tampoco tarde tarjeta tarjetas telefono tenemos tener tengo terapeuta
    terapia tiene tienen todas todos tomar tomo tos trabajadora trabajo traductor traductora traer traigo transporte
    turno tuve ubicacion ubicado ultima ultimo ultrasonido urgencias urgente usted ustedes usuario utero vacuna
    vacunar vacunarme vacunas veces vejiga vence vencio vengo verme verruga vez viaje viernes visita vivimos vomito
    voy zapatos
    """.split()
)
# Spanish, but in names and dishes too: "Dr. de la Cruz", "Los Angeles", "chili con carne"
_IN_NAMES = frozenset("al con de del el en la las los mi o para su sus un una y".split())
# Spanish, and spelt as an English word, so that they speak for neither
_IN_BOTH = frozenset(
    "a come dos era es favor gratis gripe ha has hay he lo me no once par plan real se sea sin solo son soy te".split()
)
# Of long words, and of none in English
_ENDINGS = tuple("cion ciones miento mientos ologo ologa ologia grafia grafias cidad lidad ridad".split())
_LONG = 7
_ENGLISH = words.QUESTION_WORDS - _IN_BOTH
# Of the words that speak for one of the two languages; and of all words, those that are Spanish
_SHARE, _SHARE_OF_ALL = 0.6, 1 / 3


def is_spanish(text: str) -> bool:
    """Whether somebody asks in Spanish: "cita", "contraseña olvidada", "¿aceptan Medicaid?".

    An English question that holds Spanish words or names is none: "do you speak español", "Dr. de la Cruz".
    """
    found = words.query_tokens(text)
    certain = sum(word in _SPANISH or (len(word) >= _LONG and word.endswith(_ENDINGS)) for word in found)
    in_names, in_both, english = (sum(word in kind for word in found) for kind in (_IN_NAMES, _IN_BOTH, _ENGLISH))
    if any(mark in text for mark in _OPENING):
        return certain + in_names >= english
    spanish = certain + in_names / 2
    is_mostly = certain + in_names + in_both >= _SHARE_OF_ALL * len(found)
    return certain > 0 and is_mostly and spanish >= _SHARE * (spanish + english)


def is_word(word: str) -> bool:
    """Whether a normalised word is one of the Spanish words of this file."""
    return word in _SPANISH or word in _IN_NAMES or word in _IN_BOTH
