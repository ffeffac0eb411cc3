"""How the server behind ``tsa explore`` knows who asks: this is read by that server alone."""

from __future__ import annotations

from jupyter_server.auth.identity import PasswordIdentityProvider, User
from tornado.web import RequestHandler


class PageLogin(PasswordIdentityProvider):
    """Asks for the token, and gives every page the cookie with which it may end its process.

    A page that is closed sends the value of the cookie ``_xsrf`` back, so that no other page
    can ask for this in its place. Without the cookie it is refused, and the process behind the
    page goes on.
    """

    async def get_user(self, handler: RequestHandler) -> User | None:
        """Return who asks, or nobody if neither the token nor a login is given.

        Parameters
        ----------
        handler : RequestHandler
            What answers the request.
        """
        user = await self._get_user(handler)
        if user is not None and "Upgrade" not in handler.request.headers:
            handler.current_user = user  # which the server does only once this has returned
            handler.xsrf_token  # noqa: B018 - asking for it sets the cookie, if there is none
        return user
