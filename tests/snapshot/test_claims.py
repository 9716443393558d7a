"""The claims and labels of the graph that ships: what the sources say, no less and no more."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from helpers.terms import jpst
from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from kgraph.names import BASE
from kgraph.snapshot import Snapshot
from kgraph.snapshot.citations import voice
from kgraph.snapshot.graphs import states_facts
from kgraph.snapshot.labels import UNDATED
from kgraph.vocab import DCTERMS, GRAPH, JPST, PROV, RDF, RDFS

TYPE = RDF.type
SUBJECT, PREDICATE, OBJECT = (
    NamedNode(RDF.BASE + part) for part in ("subject", "predicate", "object")
)
STATEMENT = RDF.Statement
NOTES = {jpst(name) for name in ("Disagreement", "NotFoundInSource")}
OF_THE_BUILD = {
    jpst(name)
    for name in (
        "standing",
        "origin",
        "claimState",
        "citation",
        "qualifierText",
        "ground",
        "rankedGround",
        "currentStanding",
        "valueText",
        "noteText",
        "registerMark",
        "holdsFrom",
        "holdsUntil",
        "displacedBy",
        "names",
        "figure",
        "earliest",
        "latest",
        "asOfEarliest",
        "validFromLatest",
        "validUntilEarliest",
    )
} | {TYPE, SUBJECT, PREDICATE, OBJECT, DCTERMS.source}
STATED_IN, RECORD_CLASS, AS_OF = (jpst(name) for name in ("statedIn", "recordClass", "asOf"))

VALID_FROM = JPST.validFrom
DATES = {AS_OF, VALID_FROM, JPST.validUntil}

Said = set[tuple[NamedNode, Triple]]


@pytest.fixture(scope="module")
def claims(real_snapshot: Snapshot) -> list[dict[NamedNode, list]]:
    """Every claim: its values by property."""
    found: dict = defaultdict(lambda: defaultdict(list))
    for quad in real_snapshot.store.quads_for_pattern(None, None, None, GRAPH.claims):
        found[quad.subject][quad.predicate].append(quad.object)
    return [values for values in found.values() if JPST.Claim in values[TYPE]]


def said_by_sources(snapshot: Snapshot) -> Said:
    """Every triple of the sources and editors but for what they say of their own documents, and
    for editors' notes on statements."""
    found: Said = set()
    for graph in snapshot.store.named_graphs():
        if not states_facts(graph):
            continue
        quads = list(snapshot.store.quads_for_pattern(None, None, None, graph))
        notes = {quad.subject for quad in quads if quad.predicate == TYPE and quad.object in NOTES}
        found |= {
            (graph, quad.triple)
            for quad in quads
            if quad.subject != graph and quad.subject not in notes
        }
    return found


def said_by_claims(snapshot: Snapshot, claims: list) -> Said:
    """What the claims say that the sources say."""
    found: Said = set()
    issued = {
        (quad.subject, quad.object)
        for quad in snapshot.store.quads_for_pattern(None, DCTERMS.issued, None, DefaultGraph())
    }
    for claim in claims:
        (source,) = claim[DCTERMS.source]
        fact = Triple(*(claim[part][0] for part in (SUBJECT, PREDICATE, OBJECT)))
        found.add((source, fact))
        node = next(iter(claim.get(STATED_IN, ())), None)
        if node is None:
            continue
        is_record = RECORD_CLASS in claim
        for kind in claim.get(RECORD_CLASS, ()):
            found.add((source, Triple(node, TYPE, kind)))
        if not is_record:
            parts = {TYPE: STATEMENT, **dict(zip((SUBJECT, PREDICATE, OBJECT), fact, strict=True))}
            found |= {(source, Triple(node, name, value)) for name, value in parts.items()}
        for name, values in claim.items():
            if name in OF_THE_BUILD or name in (STATED_IN, RECORD_CLASS):
                continue
            for value in values:
                told = Triple(node, name, as_stated(snapshot, node, name, value, source))
                # The as-of day may be that of the page.
                own = bool(list(snapshot.store.quads_for_pattern(*told, source))) or name != AS_OF
                if own:
                    found.add((source, told))
                else:
                    derived = claim.get(PROV.wasDerivedFrom, ())
                    pages = (source, *derived)
                    assert any((page, value) in issued for page in pages), (source, told)
    return found


def as_stated(snapshot: Snapshot, node, name, day, source):
    """The date of which a claim gives the outer day, as the source writes it."""
    if name not in DATES:
        return day
    for quad in snapshot.store.quads_for_pattern(node, name, None, source):
        text = quad.object.value
        end = {10: "", 7: "-01", 4: "-01-01"}[len(text)]
        if name != VALID_FROM and len(text) < 10:
            month = text if len(text) == 7 else f"{text}-12"
            end = f"-{monthrange(*map(int, month.split('-')))[1]:02}"
            text = month
        if text + end == day.value:
            return quad.object
    return day


def test_nothing_that_sources_say_is_lost_and_nothing_added(
    real_snapshot: Snapshot, claims: list
) -> None:
    sources, ours = said_by_sources(real_snapshot), said_by_claims(real_snapshot, claims)
    reading = JPST.EditorialReading
    typed = {(graph, told) for graph, told in sources if told.object == reading}
    assert sources - ours - typed == set()
    assert ours - sources == set()


def test_every_claim_has_what_each_claim_has(claims: list) -> None:
    once = ("subject", "predicate", "object")
    for claim in claims:
        assert all(len(claim[NamedNode(RDF.BASE + name)]) == 1 for name in once)
        for name in ("standing", "origin", "claimState"):
            assert len(claim[jpst(name)]) == 1, name
        pages = claim[JPST.citation]
        assert Counter(page.language for page in pages) == {"en": 1, "ja": 1}
        assert all(page.value.strip() for page in pages)


def texts(claim: dict[NamedNode, list], name: str) -> dict[str, str]:
    """A text of a claim by language: one a language, or none at all."""
    found = {text.language: text.value for text in claim.get(jpst(name), ())}
    assert len(found) == len(claim.get(jpst(name), ()))
    assert found.keys() in ({"en", "ja"}, set()), (name, found)
    return found


def labels_of(snapshot: Snapshot, predicate: NamedNode) -> dict:
    """Each label in graph:labels by thing and language."""
    quads = snapshot.store.quads_for_pattern(None, predicate, None, GRAPH.labels)
    return {(quad.subject, quad.object.language): quad.object.value for quad in quads}


def test_a_claim_that_counts_has_its_standing_in_words(
    real_snapshot: Snapshot, claims: list
) -> None:
    """Claims that hold or are of unknown date have it, and no others."""
    ranked = labels_of(real_snapshot, JPST.rankedLabel)
    counting = {NamedNode(BASE + f"claimstate/{state}") for state in ("holds", "undated")}
    seen = set()
    for claim in claims:
        found = texts(claim, "currentStanding")
        counts = claim[jpst("claimState")][0] in counting
        seen.add(counts)
        (standing,) = claim[JPST.standing]
        told = {lang: ranked[standing, lang] for lang in ("en", "ja")}
        if claim[jpst("claimState")][0] == UNDATED:
            told = {
                "en": f"{int(told['en'][0]) + 5}{told['en'][1:]}, date unknown",
                "ja": f"{int(told['ja'][0]) + 5}{told['ja'][1:]}（日付不明）",
            }
        assert found == (told if counts else {}), claim
    assert seen == {True, False}


def test_the_value_of_a_claim_stands_in_words_beside_it(
    real_snapshot: Snapshot, claims: list
) -> None:
    """A record names something, a thing has its label, a literal stands as it is."""
    labels = labels_of(real_snapshot, RDFS.label)
    kinds = set()
    for claim in claims:
        found = texts(claim, "valueText")
        named = claim.get(jpst("names"), ())
        (value,) = named or claim[OBJECT]
        kinds.add((bool(named), isinstance(value, Literal)))
        for lang in ("en", "ja"):
            if isinstance(value, Literal):
                assert found[lang] == value.value
            elif (value, lang) in labels:
                assert found[lang] == labels[value, lang]
            else:  # a record that names nothing
                assert RECORD_CLASS in claim
                assert value.value.endswith(found[lang].partition(":")[2])
    assert kinds == {(True, False), (False, False), (False, True)}


def test_a_note_or_a_reason_is_one_text_in_each_language(claims: list) -> None:
    seen = set()
    for claim in claims:
        found = texts(claim, "noteText")
        notes = claim.get(JPST.note, ()) or claim.get(jpst("reason"), ())
        assert bool(found) == bool(notes)
        told = {note.language: note.value for note in notes}
        for lang, text in found.items():
            assert text == told.get(lang, told[min(told)])
        seen.add(tuple(sorted(told)))
    # In one language, in both, and nothing.
    assert {("en",), ("en", "ja"), ()} <= seen


def test_every_source_is_cited_as_its_claims_are(real_snapshot: Snapshot, claims: list) -> None:
    """A source of which only what was not found in it is on record has a citation too."""
    cited = defaultdict(set)
    for quad in real_snapshot.store.quads_for_pattern(None, JPST.citation, None, GRAPH.claims):
        cited[quad.subject].add(quad.object)
    source = JPST.Source
    for quad in real_snapshot.store.quads_for_pattern(None, TYPE, source, DefaultGraph()):
        assert Counter(page.language for page in cited[quad.subject]) == {"en": 1, "ja": 1}
    stated = NamedNode(BASE + "origin/stated")
    for claim in claims:
        if stated in claim[JPST.origin]:
            (page,) = claim[DCTERMS.source]
            assert set(claim[JPST.citation]) == cited[page]


def test_every_source_falls_due_on_the_day_it_states_or_after_its_period(
    real_snapshot: Snapshot,
) -> None:
    """A day of reading, then as many months, then back to a day that the month has."""
    query = """
        SELECT ?source ?read ?months ?stated ?due WHERE {
          ?source jpst:read ?read ; jpst:reviewPeriod/jpst:months ?months .
          OPTIONAL { ?source jpst:reviewBy ?stated }
          OPTIONAL { GRAPH graph:claims { ?source jpst:reviewDue ?due } }
        }
    """
    rows = list(real_snapshot.query(query))
    assert {row[3] is None for row in rows} == {True, False}
    for source, read, months, stated, due in rows:
        year, month, number = map(int, read.value.split("-"))
        for _ in range(int(months.value)):
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        day = f"{year}-{month:02}-{min(number, monthrange(year, month)[1]):02}"
        assert due.value == (day if stated is None else stated.value), source
    assert len({row[0] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("publishers", "speaks"),
    [
        ("Wikipedia (Japanese), mirrored by example.org", "wikipedia"),
        ("Wikipedia (Japanese)", "wikipedia"),
        ("Wikipedia contributors", "wikipedia"),
        ("Bloomberg (via NewsPicks)", "bloomberg"),
        ("Jiji via Nippon.com", "jiji"),
        ("CoinDesk (copy)", "coindesk"),
        ("CoinDesk JAPAN", "coindesk japan"),
        ("Daiwa Securities Group Inc. / Ginco Inc.", "daiwa securities group inc. / ginco inc."),
        ("Viaduct News", "viaduct news"),
    ],
)
def test_copies_and_editions_speak_with_the_voice_of_their_page(
    publishers: str, speaks: str
) -> None:
    assert voice(publishers) == speaks


def test_every_source_has_one_voice(real_snapshot: Snapshot) -> None:
    """Two editions of one wiki page are one voice, whatever their publishers are called."""
    voices = defaultdict(set)
    for quad in real_snapshot.store.quads_for_pattern(None, JPST.voice, None, GRAPH.claims):
        voices[quad.subject.value.rpartition("/")[2]].add(quad.object.value)
    source = JPST.Source
    every = real_snapshot.store.quads_for_pattern(None, TYPE, source, DefaultGraph())
    assert voices.keys() == {quad.subject.value.rpartition("/")[2] for quad in every}
    assert all(len(names) == 1 for names in voices.values())
    assert voices["wiki-jsda"] == voices["wikipedia-ja-jsda"]


def test_facts_are_counted_as_sources_state_them(real_snapshot: Snapshot, claims: list) -> None:
    """Each fact once, whoever states it and in however many statements; readings do not count."""
    kinds: dict = {}
    for name in ("SecondarySource", "PrimarySource"):
        kind = jpst(name)
        for quad in real_snapshot.store.quads_for_pattern(None, TYPE, kind, DefaultGraph()):
            kinds[quad.subject] = name
    stated: dict = defaultdict(set)
    confirmed: dict = defaultdict(set)
    for claim in claims:
        kind = kinds.get(claim[DCTERMS.source][0])
        if kind is not None:
            thing, fact = claim[SUBJECT][0], (claim[PREDICATE][0], claim[OBJECT][0])
            stated[thing].add(fact)
            confirmed[thing] |= {fact} if kind == "PrimarySource" else set()
    counted: dict = defaultdict(dict)
    for name in ("statedFacts", "secondaryFacts"):
        term = jpst(name)
        for quad in real_snapshot.store.quads_for_pattern(None, term, None, GRAPH.claims):
            assert name not in counted[quad.subject]
            counted[quad.subject][name] = int(quad.object.value)
    assert counted == {
        thing: {"statedFacts": len(facts), "secondaryFacts": len(facts - confirmed[thing])}
        for thing, facts in stated.items()
    }
    assert any(0 < n["secondaryFacts"] < n["statedFacts"] for n in counted.values())


def test_a_reading_never_stands_as_confirmed_and_cites_what_was_read(claims: list) -> None:
    readings = [claim for claim in claims if claim[JPST.origin][0].value.endswith("reading")]
    assert readings
    for claim in readings:
        assert not claim[JPST.standing][0].value.endswith("confirmed")
        english = next(p for p in claim[JPST.citation] if p.language == "en")
        assert english.value.startswith("our reading of ")


def test_a_claim_that_begins_after_it_ends_never_holds(claims: list) -> None:
    for claim in claims:
        first = next(iter(claim.get(JPST.holdsFrom, ())), None)
        last = next(iter(claim.get(JPST.holdsUntil, ())), None)
        if first is not None and last is not None and first.value > last.value:
            assert not claim[JPST.claimState][0].value.endswith("/holds")


def test_what_displaces_a_claim_says_something_else_of_the_same_from_the_next_day(
    real_snapshot: Snapshot,
) -> None:
    query = """
        SELECT ?until ?from (?subject = ?ofSubject AS ?same) (?link = ?ofLink AS ?alike) ?value
          ?ofValue ?coarse
        WHERE {
          GRAPH graph:claims {
            ?old jpst:displacedBy ?new ; jpst:holdsUntil ?until ; rdf:subject ?subject ;
              rdf:predicate ?link ; rdf:object ?value .
            ?new jpst:holdsFrom ?from ; rdf:subject ?ofSubject ; rdf:predicate ?ofLink ;
              rdf:object ?ofValue .
            OPTIONAL { ?new jpst:asOfEarliest|jpst:validFromLatest ?coarse }
          }
        }
    """
    rows = list(real_snapshot.query(query))
    assert {row[-1] is None for row in rows} == {True, False}
    for until, since, same, alike, value, other, coarse in rows:
        apart = date.fromisoformat(since.value) - date.fromisoformat(until.value)
        # Of what is known to the month or year, the days in between hold neither.
        assert apart == timedelta(1) if coarse is None else apart > timedelta(1)
        assert (same.value, alike.value) == ("true", "true")
        assert value != other


def test_every_thing_has_one_label_a_language(real_snapshot: Snapshot, claims: list) -> None:
    labels: dict = defaultdict(Counter)
    for quad in real_snapshot.store.quads_for_pattern(None, None, None, GRAPH.labels):
        if quad.predicate == JPST.rankedLabel:
            continue
        assert quad.predicate == RDFS.label
        assert isinstance(quad.object, Literal)
        assert quad.object.value
        labels[quad.subject][quad.object.language] += 1
    assert all(count == {"en": 1, "ja": 1} for count in labels.values())
    for claim in claims:
        named = [claim[SUBJECT][0], claim[PREDICATE][0]]
        named += [] if RECORD_CLASS in claim else claim[OBJECT]
        assert all(term in labels for term in named if isinstance(term, NamedNode))


def test_of_several_the_least_ranked_label_is_that_which_counts(
    real_snapshot: Snapshot,
) -> None:
    labels: dict = defaultdict(dict)
    for quad in real_snapshot.store.quads_for_pattern(None, JPST.rankedLabel, None, GRAPH.labels):
        scheme, name = quad.subject.value.split("/")[-2:]
        labels[scheme, quad.object.language][quad.object.value] = name
        (label,) = (
            named.object.value
            for named in real_snapshot.store.quads_for_pattern(
                quad.subject, RDFS.label, None, GRAPH.labels
            )
            if named.object.language == quad.object.language
        )
        assert quad.object.value[1:] == label
    ordered = {key: [ranked[text] for text in sorted(ranked)] for key, ranked in labels.items()}
    assert ordered == {
        (scheme, lang): names
        for lang in ("en", "ja")
        for scheme, names in {
            "standing": ["conflicting", "confirmed", "likely"],
            "claimstate": ["rejected", "undated"],
            "ground": ["lawText", "textRead", "ownWord", "description"],
        }.items()
    }


def test_a_fact_of_many_sources_stands_once_in_the_state(real_snapshot: Snapshot) -> None:
    """The canary: a sum over the default graph counts no fact twice, although sources repeat it."""
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?token jpst:platform ?platform }"
    distinct = "SELECT (COUNT(*) AS ?n) WHERE { { SELECT DISTINCT ?t ?p { ?t jpst:platform ?p } } }"
    stated = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?t jpst:platform ?p } ?g a jpst:Source }"
    counts = [
        int(next(iter(real_snapshot.query(text)))[0].value) for text in (query, distinct, stated)
    ]
    assert counts[0] == counts[1] < counts[2]
