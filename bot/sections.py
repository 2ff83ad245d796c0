"""The sections of config.yaml, as they may be written; what each setting does is written beside it there."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.thresholds import Thresholds
from bot.domain.world import CrisisAlert

Share = Annotated[float, Field(ge=0, le=1)]


class Section(BaseModel):
    """A part of config.yaml: what it does not know is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Conversation(Section):
    """`conversation` in config.yaml."""

    join_lines_s: float = Field(default=3.0, ge=0, le=30)
    most_clarifications: int = Field(default=2, ge=1, le=5)
    crisis_window_h: float = Field(default=12, ge=1, le=72)
    crisis_alert: CrisisAlert = CrisisAlert.COORDINATOR
    reopen_days: int = Field(default=7, ge=0, le=60)
    draft_h: float = Field(default=72, ge=1, le=336)


class Matching(Section):
    """`matching` in config.yaml."""

    answer: Share = Thresholds().answer
    segment: Share = Thresholds().segment
    margin: Share = Thresholds().margin
    choice: Share = Thresholds().choice
    offer: Share = Thresholds().offer
    lone: Share = Thresholds().lone
    decline: Share = Thresholds().decline
    scope: Share = Thresholds().scope
    own_case: Share = Thresholds().own_case
    small_talk: Share = Thresholds().small_talk
    crisis: Share = Thresholds().crisis


class Evaluation(Section):
    """`evaluation` in config.yaml."""

    right_at_least: Share = 0.55
    right_or_offered_at_least: Share = 0.9
    wrong_at_most: Share = 0.02
    out_of_scope_answered_at_most: Share = 0.02
    out_of_scope_menu_at_most: Share = 0.15
    crisis_recall_at_least: Share = 1.0
    crisis_false_alarms_at_most: Share = 0.005


class Gaps(Section):
    """`gaps` in config.yaml."""

    people_at_least: int = Field(default=2, ge=1)


class Pacing(Section):
    """`pacing` in config.yaml."""

    overall_per_second: int = Field(default=30, ge=0)
    chat_per_3_seconds: int = Field(default=3, ge=0)
    group_per_minute: int = Field(default=20, ge=0)


class Retention(Section):
    """`retention` in config.yaml."""

    conversation_days: int = Field(default=30, ge=1)
    gap_days: int = Field(default=30, ge=1)
    set_aside_days: int = Field(default=30, ge=1)
    dead_letter_days: int = Field(default=30, ge=1)
    sent_message_days: int = Field(default=90, ge=1)
    enquiry_days: int = Field(default=60, ge=1)
    registration_days: int = Field(default=180, ge=1)
    interest_days: int = Field(default=365, ge=1)
