"""The act page of a case in this room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xinheng.front.operations.governance import OPERATIONS
from xinheng.web.acts import ActForm, ActPage


class Consider(ActForm):
    """What an open complaint means for the round under review."""

    note = forms.CharField(
        label=_("What it means for this round"), widget=forms.Textarea, max_length=300
    )


CONSIDER = next(one for one in OPERATIONS if one.act.name == "governance.consider")
PAGES = (ActPage(CONSIDER, Consider, target_field="matter"),)
