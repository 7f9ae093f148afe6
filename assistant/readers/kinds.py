"""The formats that are read in another process, each by the module of its name."""

from enum import StrEnum


class Kind(StrEnum):
    """A format; its value names its module."""

    CSV = "csv"
    DOCX = "docx"
    EPUB = "epub"
    HTML = "html"
    ODT = "odt"
    PDF = "pdf"
    PPTX = "pptx"
    XLSX = "xlsx"
