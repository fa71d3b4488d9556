"""Addresses of the ground."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
