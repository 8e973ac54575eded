"""Who uses the app, the workspaces they belong to, and the record of what they did."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from hoursback.web.accounts.roles import Role, Scope
from hoursback.web.accounts.scope import ScopedManager

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def public_id() -> str:
    """Ten letters and digits that cannot be misread; 31**10 of them."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


class UserManager(BaseUserManager["User"]):
    """Users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> User:
        """A user with this address; without a password only passkeys or a reset let them in."""
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        from allauth.account.models import EmailAddress  # it needs the user model, which is this module's

        # Without it allauth finds no address to log in anew with. Nobody types an address of others here: it comes
        # from the first run or from an invitation that was sent to it.
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who can log in, and how they like figures and dates; one user may belong to many workspaces."""

    class Theme(models.TextChoices):
        AUTO = "", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    locale = models.CharField(_("number and date format"), max_length=20, blank=True)
    timezone = models.CharField(_("time zone"), max_length=64, blank=True)
    theme = models.CharField(_("look"), max_length=5, choices=Theme.choices, blank=True)
    is_active = models.BooleanField(default=True)
    rights_version = models.PositiveIntegerField(default=1, editable=False)  # rises with every change of a right
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_any_case"),)

    def __str__(self) -> str:
        return self.name or self.email


class Workspace(models.Model):
    """One business: everything else belongs to one.

    `version` rises with every change of its data, and pages carry it as their ETag; `log_version` rises with every
    change of entries or activities, and sums over the log are cached under it.
    """

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    name = models.CharField(_("name of the business"), max_length=200)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    locale = models.CharField(_("number and date format"), max_length=20, default="en_US")
    week_start = models.PositiveSmallIntegerField(_("first day of the week"), default=0)
    day_start = models.PositiveSmallIntegerField(_("hour at which a day starts"), default=0)
    has_money_shared = models.BooleanField(_("managers and advisers see income and worth"), default=False)
    needs_second_factor = models.BooleanField(_("every member needs a second factor"), default=False)
    version = models.PositiveBigIntegerField(default=1, editable=False)
    log_version = models.PositiveBigIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(week_start__lte=6), name="week_start_is_a_weekday"),
            models.CheckConstraint(condition=Q(day_start__lte=12), name="day_start_is_an_early_hour"),
        )

    def __str__(self) -> str:
        return self.name


class WorkspaceOwned(models.Model):
    """A row of one workspace; its default manager sees the active workspace only."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+", editable=False)
    objects = ScopedManager()
    everywhere = models.Manager()  # for backups, exports and migrations; a lint test keeps it out of everything else

    class Meta:
        abstract = True


class Member(models.Model):
    """A user's place in a workspace."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "user"), name="one_place_per_user"),)

    def __str__(self) -> str:
        return str(self.user)

    def get_role_display(self) -> str:  # type: ignore[no-redef]
        """The role as it is called; every page shows it, and Django would hash all choices each time."""
        return str(Role(self.role).label)


class Invitation(WorkspaceOwned):
    """A place offered by e-mail or link: bound to address, workspace and role; single use."""

    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    person_id = models.BigIntegerField(null=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    is_by_mail = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True)
    invited_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Token(WorkspaceOwned):
    """A key for the API: shown once, only its hash is stored; it can do what its member can, within its scopes."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=200)
    prefix = models.CharField(max_length=16, db_index=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(
        _("may"), max_length=5, choices=[(s.value, s.value) for s in Scope], default=Scope.READ.value
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Event(WorkspaceOwned):
    """One action or batch on record; never changed, and its payload emptied only when a person is erased."""

    at = models.DateTimeField(auto_now_add=True)
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    who = models.CharField(max_length=300)
    verb = models.CharField(max_length=60)
    thing = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=40, blank=True)
    payload = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=("workspace", "-at"), name="event_by_time"),)


class Once(WorkspaceOwned):
    """A submission already taken: the same key again gets the same answer and has no second effect."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    route = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("member", "route", "key"), name="taken_once"),)


class Letter(WorkspaceOwned):
    """A mail that is to be sent once: a row here first, then the mail. What it says is made when it is sent."""

    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=100)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)  # when it was due there was nothing left to say
    failed_at = models.DateTimeField(null=True)  # given up after the last try
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("workspace", "key"), name="letter_once"),)
        indexes = (
            models.Index(
                fields=("due_at",),
                condition=Q(sent_at=None, dropped_at=None, failed_at=None),
                name="letters_waiting",
            ),
        )


class Mailing(WorkspaceOwned):
    """Whether and when a member gets the daily mail of what is due; `last_day` is the local day it was last made."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="mailing")
    has_digest = models.BooleanField(_("one mail a day with what is due"), default=True)
    hour = models.PositiveSmallIntegerField(_("at"), default=7)
    last_day = models.DateField(null=True, editable=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(hour__lte=23), name="hour_of_a_day"),)


class Feed(WorkspaceOwned):
    """A secret address of one member's own calendar: shown once, only its hash is stored."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="feeds")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    has_titles = models.BooleanField(_("show what it is about"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)


class Founding(models.Model):
    """That this installation was set up: one row, so that of two first runs at once one wins."""

    is_done = models.BooleanField(default=True, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(is_done=True), name="founded_once"),)


class Failures(models.Model):
    """Log-ins in a row that failed, by account or by network address (as a hash: neither need exist)."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    last = models.DateTimeField()
