"""Country status assistant: cited answers about a country's laws, institutions and figures."""

__version__ = "0.1.0"
