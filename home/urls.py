"""Addresses of the ground."""

from django.urls import path

from home.media import media_file

urlpatterns = [path("media/<path:name>", media_file, name="media_file")]
