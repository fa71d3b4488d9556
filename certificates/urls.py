"""Addresses of credentials, certificates and clearance."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
