"""Client address of the current request, for limits that are counted far from its view."""

from contextvars import ContextVar

from privacy.limits import client_address

_address = ContextVar("address of the request", default="")


def asking_address():
    """The ``client_address`` of the request; "" outside of one, as in the worker."""
    return _address.get()


class AskingAddressMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _address.set(client_address(request))
        try:
            return self.get_response(request)
        finally:
            _address.reset(token)
