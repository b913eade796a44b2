"""Common names of the region, most frequent first, and those of smaller groups of the invented people.

The long lists are the few names of ``ops/bench/matching``, where frequency falls with the place (1/rank): harder to tell apart
than people are. How common names are in the volume stands in ``ops/demo/shares``.
"""

from __future__ import annotations

FEMALE = """
María José Ana Luisa Carmen Yuleisy Gabriela Andreína Valentina Daniela Carolina Rosa Yolanda Mariángel Alejandra Josefina
Génesis Isabel Patricia Verónica Yusmary Andrea Luz Marina Beatriz Milagros Adriana Karina Nathalia Yesenia Teresa Elena Sofía
Camila Victoria Lucía Esperanza Dayana Estefanía Mercedes Rebeca Oriana Paola Marisol Keila Fabiola Raquel Yajaira Inés Belkis
Zuleima Noelia Nohemí Emilia Abigaíl
""".split()

MALE = """
José Luis Carlos Juan Jesús Miguel Ángel Antonio Rafael Pedro Manuel Alejandro Daniel Francisco David Gabriel Andrés Ramón
Víctor Eduardo Jorge Enrique Fernando Alberto Yorman Moisés Samuel Wilmer Sebastián Santiago Alexis Leonardo Mateo Gustavo
Yeferson Héctor Óscar Julio César Ricardo Simón Diego Jhonatan Freddy Nelson Kleiver Iván Tomás Isaías Darío Hernán Elías
Rubén Joel Ismael Abraham Emilio Joaquín
""".split()

COMPOUND_FEMALE = [
    "de los Ángeles",
    "del Carmen",
    "del Valle",
    "de Jesús",
    "Alejandra",
    "Isabel",
    "Gabriela",
    "José",
    "Fernanda",
    "Eugenia",
    "Victoria",
]
COMPOUND_MALE = [
    "José",
    "Antonio",
    "Alejandro",
    "Manuel",
    "Rafael",
    "Enrique",
    "de Jesús",
    "Gregorio",
    "Alberto",
    "Eduardo",
    "David",
    "Andrés",
]

SURNAMES = """
González Rodríguez Pérez Hernández García Martínez Sánchez López Díaz Rojas Ramírez Torres Gómez Fernández Moreno Suárez
Vargas Castillo Mendoza Romero Gutiérrez Flores Rivas Contreras Medina Álvarez Márquez Molina Chacón Colmenares Briceño
Zambrano Guerrero Parra Peña Salazar Morales Ortiz Silva Bolívar Escalona Acosta Blanco Pineda Rangel Villalobos Urdaneta
Araujo Duarte Carrillo Mora Quintero Delgado Méndez Núñez Ávila Figueroa Salcedo Cárdenas Montilla Paredes Camacho Arias
Bracho Marín Marcano Brito Guevara Velásquez Jiménez Ruiz Ramos Castro Reyes Cabrera León Ibáñez Toro Uzcátegui Sulbarán
Barrios Aponte Belisario Carvajal Colina Chirinos Espinoza Fuentes Gil Infante Lugo Mejías Navas Oropeza Pacheco Quevedo
Rincón Sandoval Tovar Useche Valera Yánez Zerpa Andrade Bermúdez Cedeño Durán Estévez Farías Galindo Hurtado Izarra Bustamante
Ceballos Echeverría Gallardo Lozada Maldonado Nieves Ojeda Peñaranda Querales Roa Santana Trujillo Vivas Yépez Zapata Alvarado
""".split()

HAITIAN = {
    "female": ["Marie", "Rose", "Guerline", "Mirlande", "Fabiola", "Nadège", "Wideline", "Islande"],
    "male": ["Jean", "Pierre", "Wilner", "Frantz", "Emmanuel", "Jude", "Ronald", "Stanley"],
    "surname": ["Pierre", "Jean", "Joseph", "Louis", "Charles", "Baptiste", "François", "Saint-Louis", "Estimé", "Dorvil"],
}

BRAZILIAN = {
    "female": ["Maria", "Ana", "Francisca", "Juliana", "Adriana", "Conceição", "Aparecida", "Letícia", "Vitória", "Beatriz"],
    "male": ["José", "João", "Antônio", "Francisco", "Paulo", "Lucas", "Raimundo", "Sebastião", "Otávio", "Márcio"],
    "surname": ["da Silva", "dos Santos", "Oliveira", "Souza", "Lima", "Pereira", "Ferreira", "Costa", "Araújo", "Nascimento"],
}
