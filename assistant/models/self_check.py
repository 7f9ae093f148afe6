"""Does a graph give the vectors of the float model? Asked once, when a model is prepared."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.models.onnx_runtime import OnnxModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.models.onnx_graph import Variant

    Rows = NDArray[np.float32]

# The lowest cosine to the float model over the sentences below; the first variant that reaches
# it is used.
BOUNDS: "tuple[tuple[Variant, float], ...]" = (("int8", 0.98), ("float", 0.99999))

_SENTENCES = (
    "Law",
    "Budget 2023?",
    "1.2.1 Response team",
    "Age of majority: 18 years",
    "Who signed the convention, and when?",
    "Does the country have a data protection authority?",
    "The statute entered into force on 3 March 2011.",
    "There is no agency in charge of electronic signatures.",
    "About 41.7% of households had a connection at the end of 2019.",
    "Nothing in this chapter limits the powers of a court of appeal.",
    "The ministry publishes the register once a year, in both official languages.",
    "A person who, without right, alters stored data is liable to a fine or to imprisonment.",
    "It appears that extradition requires the offence to be punishable in both states.",
    "Status: not assessed. Remarks: the questionnaire was returned without an answer.",
    "Capital city, area in km², population, currency, official languages",
    "The river crosses four states before it reaches the delta, where rice is grown.",
    "Électricité",
    "Quel âge faut-il avoir pour voter ?",
    "Le pays a-t-il ratifié le traité sur le commerce des armes ?",
    "La loi organique fixe le nombre des députés et leur indemnité.",
    "Aucun texte ne prévoit de peine pour cette infraction.",
    "L'accès à l'eau potable s'est amélioré dans les régions du nord depuis 2015.",
    "Selon l'annuaire, 62 % des élèves achèvent le premier cycle de l'enseignement secondaire.",
    "Est puni d'une amende quiconque aura fait obstacle aux missions des agents assermentés.",
    "Wie viele Einwohner hat die Hauptstadt?",
    "¿Existe una estrategia nacional contra la corrupción?",
    "Sheria hii inahusu ulinzi wa watoto mtandaoni.",
    "Закон вступил в силу в прошлом году.",
    "يحمي القانون البيانات الشخصية.",
    "该国加入了公约。",
)
TEXTS = (*_SENTENCES, " ".join(_SENTENCES[:16]), " ".join(_SENTENCES))


def reference(folder: Path) -> "Rows":
    """Give the vectors of ``TEXTS`` by transformers in float32, one text at a time."""
    import torch
    from tokenizers import Tokenizer
    from transformers import BertModel
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    transformers_logging.set_verbosity_error()  # a pooler that is not used is no news
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    settings = json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))
    tokenizer.enable_truncation(settings["max_seq_length"])
    model = BertModel.from_pretrained(folder, add_pooling_layer=False, local_files_only=True).eval()
    rows = []
    with torch.inference_mode():
        for text in TEXTS:
            ids = tokenizer.encode(text).ids
            mean = model(torch.tensor([ids])).last_hidden_state[0].mean(dim=0)
            rows.append(mean / mean.norm())
    vectors: Rows = torch.stack(rows).numpy()
    return vectors


def lowest_cosine(folder: Path, variant: str, expected: "Rows") -> float:
    """Compare the vectors that graphs give of ``TEXTS`` with the ``expected`` ones."""
    found = OnnxModel(folder, variant).embed(TEXTS)
    return float((found * expected).sum(axis=1).min())
