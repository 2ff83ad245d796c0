"""From which confidence on the bot says what."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Confidences, 0 to 1, that divide the outcomes; chosen by `eval --tune`."""

    # The message as a whole, or its only question.
    answer: float = 0.7
    # A message of several clauses; its score is a mean of several looks, and lower for the same certainty.
    segment: float = 0.55
    # The best must lead the second by this much to be answered.
    margin: float = 0.1
    # The best entry of a choice.
    choice: float = 0.08
    # Entries less likely than this are not offered beside the best.
    offer: float = 0.02
    # A best entry at least this likely is offered with the next, however unlikely that is.
    lone: float = 0.3
    # Out of scope.
    decline: float = 0.7
    # Nothing is offered whose best is less likely than this many times the likelihood of being out of scope.
    scope: float = 1.0
    # A case of one's own goes to a human: a menu would not help.
    own_case: float = 0.25
    # A greeting or thanks, where nothing is likelier: a menu would be odd.
    small_talk: float = 0.25
    # The entry of crises, where no sign of a call for help was found: recall matters more than a false alarm.
    crisis: float = 0.6
