"""The API: its sign-in, its refusals, and what it offers."""

from ninja import NinjaAPI
from ninja.security import django_auth

from xinheng.api.errors import install
from xinheng.api.token import TokenAuth
from xinheng.api.v1 import routers

api = NinjaAPI(
    title="Xinheng 信衡",
    version="1",
    description="From an application to a certificate that anyone can verify.",
    auth=[TokenAuth(), django_auth],
    urls_namespace="api",
)
install(api)
for prefix, router in routers():
    api.add_router(prefix, router)
