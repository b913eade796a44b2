"""What the invented caseworkers wrote: short Spanish sentences as a counter produces them, put together by chance."""

from __future__ import annotations

GOALS = {
    "documentation": [
        "Obtener el permiso de permanencia y el documento de identidad.",
        "Renovar el pasaporte vencido.",
        "Registrar el nacimiento de la hija menor.",
        "Apostillar la partida de nacimiento para la escuela.",
        "Presentar la solicitud de refugio y recibir el certificado.",
        "Recuperar la cédula perdida en el camino.",
    ],
    "humanitarian_aid": [
        "Asegurar comida y techo para el grupo familiar durante este mes.",
        "Llegar a la ciudad donde espera la familia.",
        "Recibir atención médica y medicinas para el control mensual.",
        "Cubrir el alquiler mientras encuentra trabajo.",
        "Conseguir artículos de higiene y abrigo para los niños.",
    ],
    "economic_integration": [
        "Trabajar con contrato en su oficio.",
        "Validar el título y volver a ejercer.",
        "Abrir un puesto de comida con los permisos en regla.",
        "Terminar el curso de electricidad y hacer la práctica.",
        "Abrir una cuenta de ahorros y ordenar las deudas.",
    ],
}

NOTES = [
    "Vino a la oficina sin cita. Se revisaron los documentos y se explicó el trámite paso a paso.",
    "Se llamó por la mañana. Confirma que recibió la ayuda y que la familia está bien.",
    "Pide que no se deje mensaje en el teléfono. Se acordó escribir solo por las mañanas.",
    "Trajo la copia del pasaporte y dos fotos. Falta el comprobante de domicilio.",
    "Se conversó sobre las opciones del plan. Prefiere esperar la respuesta del consulado.",
    "La cita en la autoridad migratoria quedó para la próxima semana; se le entregó la lista de requisitos.",
    "No contestó. Se intentará de nuevo en dos días a la hora acordada.",
    "Cuenta que consiguió trabajo por días. Quiere inscribirse en el curso de la tarde.",
    "El niño menor sigue con tos. Se le orientó sobre el puesto de salud del barrio.",
    "Se explicó el consentimiento en voz alta y se respondieron las preguntas.",
    "Se mudó con una prima. Se actualizó el sector donde vive.",
    "Informa que la escuela pidió la partida apostillada. Se agregó al plan.",
]

REQUESTS = [
    "Necesita una cita esta semana. Viaja con dos niños.",
    "Busca cupo por unos días mientras sale el trámite.",
    "Pide orientación para presentar la solicitud completa.",
    "Requiere control médico y receta.",
    "Quiere inscribirse en el próximo curso.",
    "Necesita acompañamiento para reunir los documentos.",
]

NAMES_OF_STAFF = [
    "Ana Peñaranda",
    "Luis Cárdenas",
    "Marcela Quintero",
    "Jorge Andrade",
    "Paola Chávez",
    "Diego Mamani",
    "Lucía Ferreira",
    "Rafael Souza",
    "Catalina Vega",
    "Iván Salas",
    "Rocío Huamán",
    "Tatiana Prado",
    "Esteban Rivas",
    "Gloria Nieto",
    "Bruno Cardoso",
    "Milena Duarte",
    "Andrés Caicedo",
    "Sonia Valverde",
    "Elena Ibarra",
    "Mauricio León",
    "Camila Reyes",
    "Óscar Bravo",
    "Noemí Torres",
    "Fabián Lara",
]
