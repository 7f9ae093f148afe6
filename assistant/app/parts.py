"""What the parts of the page have in common: an HTML component with its own script."""

from pathlib import Path

import gradio as gr

_HERE = Path(__file__).parent


def component(name: str, template: str, *before: str, **options: object) -> gr.HTML:
    """Make the component ``name``: its template, and its behaviour from ``name.js``.

    The scripts named ``before`` are run before that, as parts of it.

    A template is run as Handlebars and as a JavaScript template by Gradio, so nothing that
    comes from a document or a user may stand in it; that travels as the component's value,
    which only the script reads.
    """
    scripts = [(_HERE / f"{each}.js").read_text("utf-8") for each in (*before, name)]
    return gr.HTML(
        html_template=template,
        js_on_load="\n".join(scripts),
        apply_default_css=False,
        elem_id=name,
        **options,
    )
