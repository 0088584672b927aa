"""What people and attackers really send, which no schema makes a fuzzer think of: numbers that only a computer takes for numbers, and texts that look like others or like nothing."""

import schemathesis
from hypothesis import strategies as st

ODD_NUMBERS = [
    "Infinity", "-Infinity", "NaN", "1e309", "1e400", "1e1", "0x2", "0b1", " 5", "5 ", "+5", "५", "５", "", "1_000", "1,5", "1.000,00", ".5", "5.", "00",
    "--5", "½", "9" * 400, "0." + "0" * 400 + "1", "9007199254740993", "-0", "1\u200b",
]

ODD_TEXTS = [
    "NB 10", "NB\u00a010", "NB\u202f10", "\u200b", "NB\u200b10", "\u2060", "\ufeffNB", "\u202eNB\u202c", "NB\u2066\u2069", "NB\t10", "NB\n10", "NB\r\n10", "\x07", "\x7f", "\x85",
    "Tu\u0308rkc\u0327e", "Türkçe", "İstanbul", "ısı", "ŞĞİÖÇÜ şğıöçü", "ß", "ſ", "K", "ﬁbre", "１００", "👩‍👩‍👧‍👦", "🇹🇷", "😀" * 50, "e\u0301" * 100, "\u0000",
    "=HYPERLINK(\"x\")", "__proto__", "constructor", "null", "' or 1=1 --", "%00", "../../etc/passwd", "<b>", "%", "_", "\\", "Speed:>1e308Gbps", "Speed:>Infinity", "Speed:=\"", "|",
]

odd_numbers = st.sampled_from(ODD_NUMBERS)
odd_texts = st.sampled_from(ODD_TEXTS) | st.text(st.sampled_from("".join(ODD_TEXTS)), max_size=30)

# Only JSON can say these.
half_characters = st.sampled_from(["\ud83d", "a\udc00"])


def types_of(schema: dict) -> set:
    """The types that a schema names, of itself, its entries and its alternatives."""
    kinds = schema.get("type", [])
    found = set(kinds if isinstance(kinds, list) else [kinds])
    for inner in [*([schema["items"]] if "items" in schema else []), *schema.get("anyOf", [])]:
        found |= types_of(inner)
    return found


def changed(drawn, change):
    """What the fuzzer took from earlier answers comes wrapped, with a note of where it is from."""
    return drawn.map_value(change) if hasattr(drawn, "map_value") else change(drawn)


@schemathesis.hook
def before_generate_query(context, strategy):
    schemas = {parameter.name: parameter.definition.get("schema", {}) for parameter in context.operation.query}
    if not schemas:
        return strategy

    @st.composite
    def with_one_odd(draw):
        name = draw(st.sampled_from(sorted(schemas)))
        odd = draw(odd_numbers if types_of(schemas[name]) & {"integer", "number"} else odd_texts)
        return changed(draw(strategy), lambda query: {**(query or {}), name: odd})

    return strategy | with_one_odd()


@schemathesis.hook
def before_generate_body(context, strategy):
    @st.composite
    def with_one_odd(draw):
        odd, which = draw(odd_texts | half_characters), draw(st.integers(0, 9))

        def one_of(body):
            texts = sorted(name for name, value in body.items() if isinstance(value, str)) if isinstance(body, dict) else []
            return {**body, texts[which % len(texts)]: odd} if texts else body

        return changed(draw(strategy), one_of)

    return strategy | with_one_odd()
