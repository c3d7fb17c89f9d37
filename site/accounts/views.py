"""What someone who runs the site sees of their own account."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render


@login_required
def account(request):
    return render(request, "account/home.html")
