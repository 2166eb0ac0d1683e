"""The words of the letters, as pure functions."""

from uuid import UUID

from marketplace.enquiries.schemas import Conversation, Status
from marketplace.kernel.i18n import gettext as _
from marketplace.mail.schemas import Action, Letter


def for_provider_asked(conversation_id: UUID) -> Letter:
    """To the people of an organisation: somebody asks."""
    return Letter(
        kind="enquiry_received",
        subject=_("Somebody asks for your help"),
        parts=(
            _("Somebody found your page and has written to you. Please answer, even if you cannot help."),
            Action(_("Read the message"), f"/provider/messages/{conversation_id}"),
            _keep_private(),
        ),
    )


def for_provider_message(conversation_id: UUID) -> Letter:
    """To the same: the person wrote again."""
    return Letter(
        kind="enquiry_message",
        subject=_("You have a new message"),
        parts=(
            _("Somebody whom you are in touch with has written to you again."),
            Action(_("Read the message"), f"/provider/messages/{conversation_id}"),
            _keep_private(),
        ),
    )


def for_provider_agreed(conversation_id: UUID) -> Letter:
    """To the same: the person says yes."""
    return Letter(
        kind="enquiry_agreed",
        subject=_("Somebody has said yes"),
        parts=(
            _("Somebody whom you are in touch with wants to go ahead with you."),
            Action(_("Read it"), f"/provider/messages/{conversation_id}"),
            _keep_private(),
        ),
    )


def for_provider_reminder() -> Letter:
    """To the same, once for each conversation: somebody waits."""
    return Letter(
        kind="enquiry_waiting",
        subject=_("Somebody is still waiting for your answer"),
        parts=(
            _("Somebody wrote to you some days ago and has had no answer. A short answer is enough."),
            Action(_("See your messages"), "/provider/messages"),
            _("If you have no time just now, say so in one tap: then they can ask somebody else."),
        ),
    )


def for_person_asked(conversation_id: UUID) -> Letter:
    """To a person: a provider answers their advert."""
    return Letter(
        kind="enquiry_received",
        subject=_("Somebody has answered your advert"),
        parts=(
            _("Somebody who gives support has read your advert and has written to you."),
            Action(_("Read the message"), f"/messages/{conversation_id}"),
            _keep_private(),
        ),
    )


def for_person_message(conversation_id: UUID) -> Letter:
    """To a person: the provider wrote."""
    return Letter(
        kind="enquiry_message",
        subject=_("You have an answer"),
        parts=(
            _("Somebody whom you asked for help has written to you."),
            Action(_("Read the answer"), f"/messages/{conversation_id}"),
            _keep_private(),
        ),
    )


def for_person_ended(conversation_id: UUID) -> Letter:
    """To a person: the provider cannot help, or can no more."""
    return Letter(
        kind="enquiry_ended",
        subject=_("Somebody whom you asked cannot help"),
        parts=(
            _("Somebody whom you asked for help has ended the conversation. You can read why."),
            Action(_("Read why, and look at others"), f"/messages/{conversation_id}"),
        ),
    )


def for_person_closed(conversation: Conversation) -> Letter:
    """To a person: the provider ended it, before or after they agreed."""
    is_agreed = conversation.status is Status.AGREED
    return for_person_stopped(conversation.id) if is_agreed else for_person_ended(conversation.id)


def for_person_stopped(conversation_id: UUID) -> Letter:
    """To a person: the provider ended the messages about what they had agreed."""
    return Letter(
        kind="enquiry_ended",
        subject=_("Somebody has ended your messages with them"),
        parts=(
            _("Somebody with whom you agreed on help has ended your messages. What you agreed stays so."),
            Action(_("Read the messages"), f"/messages/{conversation_id}"),
        ),
    )


def for_person_others(conversation_id: UUID) -> Letter:
    """To a person after a week: nobody has answered, there are others."""
    return Letter(
        kind="enquiry_no_answer",
        subject=_("You have no answer yet. You can ask others"),
        parts=(
            _("Somebody whom you asked for help has not answered for a week. They may still answer."),
            _("You need not wait: you can ask others at the same time."),
            Action(_("Look at others"), f"/messages/{conversation_id}"),
        ),
    )


def for_person_unanswered(conversation_id: UUID) -> Letter:
    """To a person after four weeks."""
    return Letter(
        kind="enquiry_ended",
        subject=_("Somebody whom you asked did not answer"),
        parts=(
            _("Somebody whom you asked for help has not answered for four weeks. We have ended it for you."),
            Action(_("Look at others"), f"/messages/{conversation_id}"),
        ),
    )


def _keep_private() -> str:
    return _(
        "What was written is on our website only. Please answer there: nobody reads answers to this email."
    )
