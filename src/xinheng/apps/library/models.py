from django.db import models


class ScopeCode(models.Model):
    """A business-scope code, from the shipped list or the body's official import."""

    code = models.CharField(max_length=10, unique=True)
    level = models.CharField(max_length=8)
    parent = models.CharField(max_length=10, blank=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=300, blank=True)
    nace = models.CharField(max_length=40, blank=True)
    search_text = models.CharField(max_length=520, blank=True)


class Offering(models.Model):
    """Something the body offers: a certification scheme, or another service that is flagged."""

    key = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    category = models.CharField(max_length=24)
    may_threaten_impartiality = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)
