import os

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import pytest

from assistant import encoder as encoder_module

pytest_plugins = ["tests.builds", "tests.servers"]


@pytest.fixture(scope="session")
def encoder():
    """The default encoder, loaded once for the whole session."""
    return encoder_module.load()


@pytest.fixture(scope="session")
def browser():
    """The browser for every test of the page: Playwright allows one at a time."""
    from browser import browsing
    from playwright.sync_api import expect

    # The first question waits for the encoder, which takes its time on a busy machine.
    expect.set_options(timeout=60_000)
    with browsing() as opened:
        yield opened
