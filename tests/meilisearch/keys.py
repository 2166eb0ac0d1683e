"""Keys and what they may do: actions, on indexes named by patterns."""

import hashlib
import hmac
import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatchcase

from tests.meilisearch.errors import ApiError, bad
from tests.meilisearch.index import now

ACTIONS = frozenset(
    [
        "*",
        "search",
        "documents.*",
        "documents.add",
        "documents.get",
        "documents.delete",
        "indexes.*",
        "indexes.create",
        "indexes.get",
        "indexes.update",
        "indexes.delete",
        "indexes.swap",
        "tasks.*",
        "tasks.cancel",
        "tasks.delete",
        "tasks.get",
        "settings.*",
        "settings.get",
        "settings.update",
        "stats.*",
        "stats.get",
        "metrics.*",
        "metrics.get",
        "dumps.*",
        "dumps.create",
        "snapshots.*",
        "snapshots.create",
        "version",
        "keys.create",
        "keys.get",
        "keys.update",
        "keys.delete",
        "experimental.get",
        "experimental.update",
        "network.get",
        "network.update",
    ]
)
_PATTERN = re.compile(r"[A-Za-z0-9_-]+\*?|\*")
_FIELDS = ("name", "description", "uid", "actions", "indexes", "expiresAt")
_NEEDED = ("actions", "indexes", "expiresAt")
_CHANGEABLE = ("name", "description")


@dataclass
class Key:
    """One key; `value` is what a request carries."""

    value: str
    uid: str
    actions: list
    indexes: list
    name: str | None = None
    description: str | None = None
    expires_at: str | None = None
    created_at: str = field(default_factory=now)
    updated_at: str = field(default_factory=now)

    def may(self, action):
        family = action.split(".", maxsplit=1)[0] + ".*"
        return any(known in self.actions for known in ("*", action, family)) and not self.expired()

    def expired(self):
        return self.expires_at is not None and _moment(self.expires_at) <= datetime.now(UTC)

    def reaches(self, index_uid):
        return any(fnmatchcase(index_uid, pattern) for pattern in self.indexes)

    def view(self):
        return {
            "name": self.name,
            "description": self.description,
            "key": self.value,
            "uid": self.uid,
            "actions": self.actions,
            "indexes": self.indexes,
            "expiresAt": self.expires_at,
            "createdAt": self.created_at,
            "updatedAt": self.updated_at,
        }


def _moment(text):
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_EVERYTHING = Key("", "", ["*"], ["*"])


class Keys:
    """The keys of a server; without a master key everybody may do everything."""

    def __init__(self, master_key):
        self.master_key = master_key
        self._keys = {}
        if master_key:
            self._make(name="Default Search API Key", actions=["search"], indexes=["*"])
            self._make(name="Default Admin API Key", actions=["*"], indexes=["*"])

    def _make(self, *, uid=None, **rest):
        uid = uid or str(uuid.uuid4())
        value = hmac.new(self.master_key.encode(), uid.encode(), hashlib.sha256).hexdigest()
        key = self._keys[uid] = Key(value=value, uid=uid, **rest)
        return key

    def holder(self, authorization, action, index_uid=None):
        """The key that a request carries, when it may do the action on the index."""
        if not self.master_key:
            return _EVERYTHING
        if not authorization.startswith("Bearer "):
            raise ApiError(
                401,
                "missing_authorization_header",
                "The Authorization header is missing. It must use the bearer authorization method.",
            )
        value = authorization.removeprefix("Bearer ")
        if hmac.compare_digest(value.encode(), self.master_key.encode()):
            return _EVERYTHING
        for key in self._keys.values():
            if key.value == value and key.may(action) and (index_uid is None or key.reaches(index_uid)):
                return key
        raise ApiError(403, "invalid_api_key", "The provided API key is invalid.")

    def manager(self, authorization, action):
        """The key that a request about keys carries."""
        if not self.master_key:
            raise ApiError(
                401,
                "missing_master_key",
                "Meilisearch is running without a master key. To access this API endpoint, you must have "
                "set a master key at launch.",
            )
        return self.holder(authorization, action)

    def create(self, body):
        for name in body:
            if name not in _FIELDS:
                raise bad("bad_request", f"Unknown field `{name}`")
        for name in _NEEDED:
            if name not in body:
                code = "missing_api_key_" + ("expires_at" if name == "expiresAt" else name)
                raise bad(code, f"Missing field `{name}`")
        for action in body["actions"]:
            if action not in ACTIONS:
                raise bad("invalid_api_key_actions", f"Unknown value `{action}` at `.actions`")
        for pattern in body["indexes"]:
            if not _PATTERN.fullmatch(pattern):
                raise bad("invalid_api_key_indexes", f"`{pattern}` is not a valid index uid pattern.")
        expires = body["expiresAt"]
        if expires is not None and _moment(expires) <= datetime.now(UTC):
            raise bad("invalid_api_key_expires_at", "Invalid value at `.expiresAt`: it is in the past")
        uid = body.get("uid")
        if uid in self._keys:
            raise ApiError(409, "api_key_already_exists", f"`uid` field value `{uid}` already exists.")
        return self._make(
            uid=uid,
            actions=body["actions"],
            indexes=body["indexes"],
            name=body.get("name"),
            description=body.get("description"),
            expires_at=expires,
        )

    def get(self, uid_or_value):
        for key in self._keys.values():
            if uid_or_value in (key.uid, key.value):
                return key
        raise ApiError(404, "api_key_not_found", f"API key `{uid_or_value}` not found.")

    def update(self, uid_or_value, body):
        key = self.get(uid_or_value)
        for name, value in body.items():
            if name not in _CHANGEABLE:
                raise bad(f"immutable_api_key_{name.lower()}", f"Immutable field `{name}`")
            setattr(key, name, value)
        key.updated_at = now()
        return key

    def delete(self, uid_or_value):
        del self._keys[self.get(uid_or_value).uid]

    def all(self):
        """Every key, youngest first."""
        return sorted(self._keys.values(), key=lambda key: key.created_at, reverse=True)
