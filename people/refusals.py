"""How a rule says no."""


class Refusal(Exception):  # noqa: N818  # it reads as what it is: raise Refusal
    """An action was refused; the message is a translated sentence for the person.

    It says what happened and what to do now. Views show it as it is.
    """

    def __init__(self, sentence: str, *, code: str = "refused") -> None:
        super().__init__(sentence)
        self.sentence = str(sentence)
        self.code = code

    def __str__(self) -> str:
        return self.sentence
