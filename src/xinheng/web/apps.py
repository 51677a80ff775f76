from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "xinheng.web"
    label = "web"
