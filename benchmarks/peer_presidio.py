"""Runs Presidio in an environment of its own: texts in on stdin, spans out on stdout, both JSON lines.

`python peer_presidio.py MODEL_FOLDER uk|plain`; MODEL_FOLDER is the spaCy model that voices uses too, so that the
figures tell the maskers apart and not the models. Imports nothing of voices: it runs under `locks/peers.lock`.
"""

from __future__ import annotations

import json
import logging
import sys
import time

UNUSED = ("CARDINAL", "ORDINAL", "QUANTITY", "PERCENT", "MONEY", "WORK_OF_ART", "LAW", "LANGUAGE", "EVENT", "PRODUCT")
"""spaCy labels that Presidio does not take over; as it comes, organisations neither."""


def analyser(folder: str, uk: bool):
    """Return Presidio's engine: as it comes, or with its British recognisers in and the American ones out."""
    import presidio_analyzer.predefined_recognizers as recognisers
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine

    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())  # it would ask the network for the list

    class Loaded(SpacyNlpEngine):
        def load(self) -> None:
            self.nlp = {"en": spacy.load(folder)}

    naming = NerModelConfiguration(
        labels_to_ignore=[*UNUSED, *([] if uk else ["ORG"])],
        model_to_presidio_entity_mapping={
            "PERSON": "PERSON",
            "GPE": "LOCATION",
            "LOC": "LOCATION",
            "FAC": "LOCATION",
            "NORP": "NRP",
            "DATE": "DATE_TIME",
            "TIME": "DATE_TIME",
            **({"ORG": "ORGANIZATION"} if uk else {}),
        },
        low_confidence_score_multiplier=0.4,
        low_score_entity_names=[],
    )
    engine = Loaded(models=[{"lang_code": "en", "model_name": folder}], ner_model_configuration=naming)
    engine.load()
    registry = RecognizerRegistry(supported_languages=["en"])
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=engine)
    if uk:
        present = {type(r).__name__ for r in registry.recognizers}
        for name in dir(recognisers):
            if name.startswith("Us") and name in present:
                registry.remove_recognizer(name)
            elif (name.startswith("Uk") or name == "NhsRecognizer") and name not in present:
                registry.add_recognizer(getattr(recognisers, name)())
    return AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])


def main() -> None:
    """Analyse every text and say at the end how long it took."""
    logging.disable(logging.CRITICAL)
    engine = analyser(sys.argv[1], sys.argv[2] == "uk")
    rows = [json.loads(line) for line in sys.stdin]
    began = time.process_time()
    for row in rows:
        found = engine.analyze(text=row["text"], language="en")
        print(json.dumps({"id": row["id"], "spans": [[r.start, r.end] for r in found]}))
    print(json.dumps({"seconds": time.process_time() - began}))


if __name__ == "__main__":
    main()
