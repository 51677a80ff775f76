"""Addresses that anybody may open. The QR code of a certificate leads to `c/<number>`."""

from django.urls import path, re_path

from xinheng.web.registry import log, national, proving, uses, views

app_name = "registry"
urlpatterns = [
    path("verify/", views.search, name="search"),
    re_path(r"^[Vv]/(?P<payload>[A-Za-z2-7]{1,400})/?$", proving.scanned, name="scanned"),
    path("verify/check/", proving.check, name="check"),
    path("verify/marks/", uses.marks, name="marks"),
    path("verify/list/", uses.check_list, name="check-list"),
    path("verify/list/example.xlsx", uses.example, name="check-list-example"),
    path("verify/offline.html", proving.offline, name="offline"),
    path("verify/bundle.json", proving.bundle, name="bundle"),
    re_path(
        r"^verify/status/(?P<purpose>revocation|suspension)\.json$", proving.status, name="status"
    ),
    path("verify/credential/<str:number>.json", proving.credential, name="credential"),
    path("keys/", proving.keys, name="keys"),
    path("keys.json", proving.keys_json, name="keys-json"),
    path("log/", log.index, name="log"),
    path("log/entry/<int:idx>/", log.entry, name="log-entry"),
    path("log/entry/<int:idx>.tlog-proof", log.proof, name="log-proof"),
    path("log/checkpoint", log.checkpoint, name="log-checkpoint"),
    path("log/policy", log.policy, name="log-policy"),
    re_path(r"^log/tile/(?P<kind>\d{1,2})/(?P<place>[x\d/.p]+)$", log.tile, name="log-tile"),
    path("verify/benefits/", views.benefits, name="benefits"),
    path("verify/about/", views.about, name="about"),
    path("verify/language/<str:code>/", views.language, name="language"),
    path("register/", national.search, name="national"),
    path("register/statistics/", national.statistics, name="statistics"),
    path("register/statistics/<str:by>.<str:kind>", national.download, name="download"),
    path("register/c/<str:number>", national.entry, name="entry"),
    path("register/widget/<str:number>", national.widget, name="widget"),
    path("c/<str:number>", views.certificate, name="certificate"),
    path("c/<str:number>/proof/<int:idx>/", views.proof, name="proof"),
]
