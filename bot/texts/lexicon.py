"""Reads the steering words that come with the program."""

from collections.abc import Iterable
from functools import cache

from bot.domain.lexicon import Lexicon, Phrases
from bot.domain.matching import tokenise
from bot.texts import shipped

# Sections of the file that say what a person types instead of pressing.
TYPED = (
    "yes",
    "no",
    "none_of_these",
    "helped",
    "not_it",
    "human",
    "back",
    "cancel",
    "map",
    "card",
    "offices",
    "sessions",
    "polish",
    "ukrainian",
    "english",
    "mistake",
    "leave_over",
    "answer_signs",
    "desk_claim",
    "desk_hand_over",
    "desk_release",
    "desk_template",
    "desk_send_template",
    "template_entry",
    "template_details",
    "template_phone_you",
    "template_visit",
    "template_checking",
    "desk_send",
    "desk_back",
    "desk_new_promise",
    "desk_phoned",
    "desk_close",
    "desk_spam",
    "desk_undo",
    "desk_send_and_take",
    "desk_send_as_support",
    "desk_is_note",
    "send",
    "unsigned",
    "do_not_send",
    "fix",
    "call_me",
    "add",
    "end",
    "withdraw",
    "ask_bot",
    "it_helped",
    "partly",
    "not_yet",
    "erase",
    "keep",
    "session_topic",
    "need_help",
    "register",
    "calendar",
    "notify",
    "notify_in_full",
    "do_not_notify",
    "place_announced",
    "fact_where",
    "fact_when",
    "fact_length",
    "fact_led",
    "fact_beside",
    "session_named",
    "outcome_asked",
    "outcome_of_session",
    "skip",
    "as_last",
    "stop_form",
    "resume_form",
    "form_anew",
    "forget_form",
    "done",
    "send_form",
    "for_fewer",
    "wait_for_seats",
    "more_people",
    "ask_access",
    "change_number",
    "change_contact",
    "resign",
    "resign_surely",
    "stay",
    "invite",
    "take_seats",
    "not_this_time",
    "stay_on_list",
    "session_new",
    "session_demand",
    "no_limit",
    "confirm_proposal",
    "opinion_yes",
    "opinion_partly",
    "opinion_no",
)


@cache
def load_lexicon() -> Lexicon:
    """Read `lexicon.yaml`; a missing section is a programmer's mistake and raises KeyError."""
    words = shipped.read_strings("lexicon.yaml")
    return Lexicon(
        padding=_phrases(words["padding"]),
        thanks=_phrases(words["thanks"]),
        closing=_phrases((*words["thanks"], *words["closing"])),
        closing_signs=frozenset(words["closing_signs"]),
        conjunctions=_single(words["conjunctions"]),
        contrasts=_single(words["contrasts"]),
        negations=_single(words["negations"]),
        denials=_phrases(words["denials"]),
        conditions=_phrases(words["conditions"]),
        question_words=_single(words["question_words"]),
        requests=_phrases(words["requests"]),
        followups=_phrases(words["followups"]),
        typed={name: _phrases(words[name]) for name in TYPED},
        ordinals={int(number): _phrases(forms) for number, forms in words["ordinals"].items()},
        sectors={name: _phrases(forms) for name, forms in words["sectors"].items()},
        fields={name: _phrases(forms) for name, forms in words["session_fields"].items()},
        session_buttons={name: _phrases(forms) for name, forms in words["session_buttons"].items()},
        needs={name: _phrases(forms) for name, forms in words["needs"].items()},
        pointing=_single(words["pointing"]),
        around_moment=_single(words["around_moment"]),
    )


def _phrases(forms: Iterable[str]) -> Phrases:
    return frozenset(tuple(tokenise(form)) for form in forms)


def _single(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(token for form in forms for token in tokenise(form))
