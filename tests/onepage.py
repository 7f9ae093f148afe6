"""The smallest PDF that has a page of text, byte by byte."""


def pdf(*lines):
    """A page with these lines, of ASCII letters without brackets."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    drawing = f"BT /F1 12 Tf 72 720 Td 16 TL {shown} ET"
    font = "<</Font<</F1 5 0 R>>>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources{font}>>",
        f"<</Length {len(drawing)}>>stream\n{drawing}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = "".join(f"{i} 0 obj{each}endobj\n" for i, each in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R/Size 6>>\n%%EOF\n".encode()
