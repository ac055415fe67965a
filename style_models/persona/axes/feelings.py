"""Feelings that readers find expressed in the paragraph."""

from style_models.persona.axis import ReaderAxis

AXES = tuple(
    ReaderAxis(name, name, f"the paragraph expresses {name}", f"paragraph_{name}", position)
    for position, name in enumerate(("hope", "excitement", "fear", "disgust", "anger"), start=14)
)
