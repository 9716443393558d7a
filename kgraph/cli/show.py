"""`kgraph show`: all that is known of one thing."""

from __future__ import annotations

from typing import Annotated

from kgraph.cli.limits import limited
from kgraph.cli.opened import Asked, of_a_day
from kgraph.cli.options import (
    Argument,
    DossierFormat,
    Dossiers,
    Lang,
    Language,
    Output,
)
from kgraph.cli.output import place


@limited
@of_a_day
def show(
    entity: Annotated[str, Argument("Slug, IRI, label or alias, LEI, MIC or corporate number.")],
    format: Dossiers = None,
    output: Output = None,
    lang: Lang = Language.en,
    *,
    graph: Asked,
) -> int:
    """All that is known of one thing: each fact with its standing and its sources.

    json is a document of its kind, as things.schema.json of a release describes it.
    """
    from kgraph.cli.things import one_thing
    from kgraph.render import show as writing
    from kgraph.show.dossier import dossier

    to = place(format, output, DossierFormat, "table")
    snapshot = graph.open()
    thing = one_thing(snapshot, entity, lang.value)
    if to.format == "jsonld":
        from kgraph.export.tree import Trees, as_text

        to.put(as_text(Trees(snapshot.store).tree(thing)))
        return 0
    found = dossier(snapshot, thing.value, lang.value)
    if to.format == "json":
        from kgraph.models.document import document
        from kgraph.models.forms import model

        to.put(writing.as_json(document(found, model(snapshot.store), lang.value)))
        return 0
    to.put(writing.write(found, snapshot, to.format, lang.value))
    return 0
