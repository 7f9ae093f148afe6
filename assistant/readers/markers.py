"""Numbers as lists write them: 4, d, iv."""

_ROMAN = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LARGEST_ROMAN = 89


def figure(number: int, kind: str) -> str:
    """Write a number; ``kind`` is what Word calls it, such as ``lowerLetter`` or ``decimal``."""
    if kind in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr((97 if kind == "lowerLetter" else 65) + number - 1)
    if kind in ("lowerRoman", "upperRoman") and 1 <= number <= _LARGEST_ROMAN:
        text = _roman(number)
        return text if kind == "lowerRoman" else text.upper()
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for size, sign in _ROMAN:
        text += sign * (number // size)
        number %= size
    return text
