from django.apps import AppConfig


class ProofsConfig(AppConfig):
    name = "xinheng.apps.proofs"
    label = "proofs"
