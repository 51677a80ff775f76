"""The form that has a plan searched for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinheng.core.scheduling.wishes import Wishes

HOW = Wishes()


class PlanForm(forms.Form):
    """The span, how long to search, and how the body plans."""

    first_on = forms.DateField(label=_("From"), widget=forms.DateInput({"type": "date"}))
    last_on = forms.DateField(label=_("To"), widget=forms.DateInput({"type": "date"}))
    seconds = forms.IntegerField(label=_("Search for, seconds"), initial=60)
    longest_days = forms.IntegerField(
        label=_("Longest stay at one client, days"), initial=HOW.longest_days
    )
    full_time_days = forms.IntegerField(
        label=_("Full-time: audit days in a month at most"), initial=HOW.full_time_days
    )
    part_time_days = forms.IntegerField(
        label=_("Part-time and external: audit days in a month at most"),
        initial=HOW.part_time_days,
    )
    km_price = forms.DecimalField(label=_("Price of a kilometre"), initial=HOW.km_price)
    balance_price = forms.DecimalField(
        label=_("Price of a day off the even share"), initial=HOW.balance_price
    )
    together = forms.BooleanField(
        label=_("Clients of one group begin on the same day"), required=False
    )

    def given(self) -> dict[str, Any]:
        """The arguments of the act."""
        told = dict(self.cleaned_data)
        span = {name: told.pop(name) for name in ("first_on", "last_on", "seconds")}
        return {**span, "wishes": Wishes(**told)}

    def essential(self) -> list[forms.BoundField]:
        """What everybody fills in."""
        return [self[name] for name in ("first_on", "last_on", "seconds")]

    def house(self) -> list[forms.BoundField]:
        """The body's own practice."""
        apart = {"first_on", "last_on", "seconds", "together"}
        return [self[name] for name in self.fields if name not in apart]
