import os

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import pytest

from assistant import encoder as encoder_module

pytest_plugins = ["tests.builds"]


@pytest.fixture(scope="session")
def encoder():
    """The default encoder, loaded once for the whole session."""
    return encoder_module.load()
