"""A council's sign-in service for tests: oidc-provider-mock, a real OpenID provider, on a loopback port.

It is taught two things that real services do and it does not: to check PKCE, and, if a test says so, to lie.
"""

import threading
import warnings
from base64 import urlsafe_b64encode
from collections.abc import Callable
from contextlib import contextmanager
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import httpx
import werkzeug.serving
from joserfc import jwt
from joserfc.jwk import RSAKey

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import flask
    import oidc_provider_mock
    from oidc_provider_mock._storage import storage

_ASKING = httpx.Client(trust_env=False)


class Service:
    """The running service. What it says can be changed by `claims`, `answer`, `description` and `key`."""

    def __init__(self) -> None:
        self.claims: Callable[[dict], dict] = dict
        self.answer: Callable[[dict], dict] = dict
        self.description: Callable[[dict], dict] = dict
        self.key: RSAKey | None = None
        self.algorithm = "RS256"
        self.challenges: dict[str, str] = {}
        self.asked: list[str] = []
        self.issuer = ""

    def honest(self) -> None:
        """Tell the truth again."""
        issuer = self.issuer
        self.__init__()
        self.issuer = issuer

    def add_person(self, subject: str, **claims: object) -> None:
        """Somebody who can sign in there."""
        _ASKING.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()

    def sign_in(self, url: str, subject: str) -> str:
        """Sign in there, and return where the browser is sent back to."""
        answer = _ASKING.post(url, data={"sub": subject})
        assert answer.status_code == 302, answer.text
        return answer.headers["location"]

    def say_no(self, url: str) -> str:
        """Go back without signing in."""
        return _ASKING.post(url, data={"action": "deny"}).headers["location"]

    def attach(self, app: flask.Flask) -> None:
        """Listen to what the application asks, and change what it answers."""
        app.before_request(self._check_pkce)
        app.after_request(self._change)

    def _check_pkce(self) -> tuple[dict, int] | None:
        self.asked.append(flask.request.path)
        if flask.request.path != "/oauth2/token":
            return None
        verifier = flask.request.form.get("code_verifier", "")
        challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
        if self.challenges.get(flask.request.form.get("code", "")) != challenge:
            return {"error": "invalid_grant"}, 400
        return None

    def _change(self, response: flask.Response) -> flask.Response:
        path = flask.request.path
        if path == "/oauth2/authorize" and response.status_code == 302:
            query = parse_qs(urlsplit(response.location).query)
            assert flask.request.args["code_challenge_method"] == "S256"
            for code in query.get("code", []):
                self.challenges[code] = flask.request.args["code_challenge"]
        elif path == "/oauth2/token" and response.status_code == 200:
            response.data = flask.json.dumps(self.answer(self._with_claims(response.get_json())))
        elif path == "/.well-known/openid-configuration":
            response.data = flask.json.dumps(self.description(response.get_json()))
        return response

    def _with_claims(self, token: dict) -> dict:
        own = RSAKey.import_key(storage.jwk.as_dict(is_private=True))
        decoded = jwt.decode(token["id_token"], own)
        claims = self.claims(dict(decoded.claims))
        header = {"alg": self.algorithm, "kid": decoded.header.get("kid") or own.kid}
        return {**token, "id_token": self._signed(header, claims, own)}

    def _signed(self, header: dict, claims: dict, own: RSAKey) -> str:
        return jwt.encode(header, claims, self.key or own, algorithms=[self.algorithm])


@contextmanager
def run_service():
    """Run a service in a thread of its own."""
    service = Service()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        app = oidc_provider_mock.app(require_nonce=True)
    service.attach(app)
    server = werkzeug.serving.make_server("127.0.0.1", 0, app, threaded=True)
    service.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
