"""The error of an argument that cannot be used: it names the argument and says what to do."""


class ArgumentError(ValueError):
    """An argument that is not supported, or does not make sense.

    Parameters
    ----------
    argument : str
        Name of the argument as the caller wrote it.
    message : str
        What is wrong and what to do instead, in one line.
    """

    def __init__(self, argument: str, message: str) -> None:
        super().__init__(f"{argument}: {message}")
        self.argument = argument
