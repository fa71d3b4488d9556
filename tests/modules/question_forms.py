"""The form of a question as the browser of an editor sends it."""

RIGHT, WRONG = {"is_right": "on"}, {}


def formset(name, rows):
    """This will give an InlinePanel's fields as the browser sends them."""
    data = {
        f"{name}-TOTAL_FORMS": len(rows),
        f"{name}-INITIAL_FORMS": 0,
        f"{name}-MIN_NUM_FORMS": 0,
        f"{name}-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(rows):
        fields = {"id": "", "ORDER": number + 1, "DELETE": ""} | row
        data |= {f"{name}-{number}-{field}": v for field, v in fields.items()}
    return data


def option(text, key=WRONG, **more):
    empty = {"match": "", "step_code": "", "leads_to": ""}
    return empty | {"text": text, "feedback": f"Because {text}."} | key | more


def typed(bank, options, steps=(), **changed):
    fields = {
        "bank": bank.pk,
        "code": "F-99",
        "type": "SINGLE",
        "stem": "What comes first?",
        "is_active": "on",
        "common_errors": "",
        "lesson_codes": "F1.1, F1.2",
        "source_codes": "",
        "marks": ["policy"],
        "note": "",
    }
    return (
        fields | changed | formset("options", options) | formset("steps", list(steps))
    )
