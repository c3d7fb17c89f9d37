"""What someone who runs the site sees of their own account."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse


def admin_sign_in(request):
    """One sign-in for staff, not a second one in the admin. Someone signed in who lands here may not enter."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("wagtailadmin_home"))


@login_required
def account(request):
    return render(request, "account/home.html")
