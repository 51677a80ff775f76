"""Forms about clients and their sites."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xinheng.core.clients.words import SiteKind
from xinheng.web.picking import region_picker


class ClientForm(forms.Form):
    """What is known of a client."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    credit_code = forms.CharField(label=_("Unified social credit code"), max_length=30)
    legal_form = forms.CharField(label=_("Legal form"), max_length=60, required=False)
    address_zh = forms.CharField(label=_("Registered address"), max_length=300)
    address_en = forms.CharField(label=_("Address in English"), max_length=300, required=False)
    region_code = forms.CharField(label=_("Region"), max_length=6, widget=region_picker())
    contact_name = forms.CharField(label=_("Contact"), max_length=60, required=False)
    contact_phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    contact_email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    top_manager = forms.CharField(label=_("Top manager"), max_length=60, required=False)


class SiteForm(forms.Form):
    """A place where a client works."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    address_zh = forms.CharField(label=_("Address"), max_length=300)
    address_en = forms.CharField(label=_("Address in English"), max_length=300, required=False)
    region_code = forms.CharField(
        label=_("Region"), max_length=6, required=False, widget=region_picker()
    )
    kind = forms.ChoiceField(
        label=_("Kind of site"), choices=[(kind.value, _(kind.label)) for kind in SiteKind]
    )
    is_central = forms.BooleanField(label=_("Central function"), required=False)
    people = forms.IntegerField(
        label=_("Number of people"), min_value=0, max_value=999_999, initial=0
    )
    activities = forms.CharField(label=_("Activities"), widget=forms.Textarea, required=False)


class CloseSiteForm(forms.Form):
    """From which day on a site is closed."""

    closed_on = forms.DateField(
        label=_("Closed on"), widget=forms.DateInput(attrs={"type": "date"})
    )
