"""Class lists as schools' tools write them, by hand."""

import io

from openpyxl import Workbook

PLAIN = "Nom;Prénom;Classe\nMARTIN;Léa;3e A\nD'ARÇON;Élie-Noé;3e B\n"


def class_list(*lines: str, header: str = "Nom;Prénom;Classe") -> bytes:
    return "\n".join([header, *lines]).encode()


def workbook(*rows: tuple) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
