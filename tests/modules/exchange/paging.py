"""The pages of questions as files, as a browser uses them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from modules.actions.question_import import preview_of
from modules.exchange.reading import rows_of

PAGE = "question_exchange"
EXPORT = "question_export"


def look(client, bank, text="", **more):
    return client.post(reverse(PAGE), {"bank": bank.pk, "text": text, **more})


def upload(client, bank, data, name="questions.xml"):
    return look(client, bank, file=SimpleUploadedFile(name, data))


def digest_of(text, bank):
    return preview_of(rows_of(text), bank).digest


def export(client, bank, name):
    return client.post(reverse(EXPORT), {"bank": bank.pk, "format": name})
