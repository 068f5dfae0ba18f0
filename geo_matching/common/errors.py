"""The one exception for bad input: it names the file, row and column, and what was expected."""


class InputError(Exception):
    """A file or an argument that cannot be used.

    Parameters
    ----------
    message : str
        What is wrong and what was expected, in one line.
    file : str
        Name of the file as the user gave it ("feed.zip/stops.txt" inside an archive).
    row : int, optional
        Row in the file, where the header is row 1.
    column : str, optional
        Name of the column.
    """

    def __init__(
        self, message: str, *, file: str = "", row: int | None = None, column: str = ""
    ) -> None:
        super().__init__(message)
        self.message, self.file, self.row, self.column = message, file, row, column

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.message}" if place else self.message
