"""A citizen's conversation comes back as it was left."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from bot.domain.conversation import Conversation
from bot.store import citizens
from bot.store.citizens import Citizen
from bot.store.database import open_engine, transaction
from bot.store.tables import citizens as citizens_table
from bot.store.tables import metadata

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_new_citizen_has_an_empty_conversation_and_no_language(tx: Connection):
    assert citizens.lock(tx, 5, now=NOW) == Citizen(chat_id=5, language=None, conversation=Conversation())


def test_locking_again_gives_what_was_saved(tx: Connection):
    known = Citizen(chat_id=5, language="uk", conversation=Conversation(previous="training", clarifications=1))
    citizens.lock(tx, 5, now=NOW)
    citizens.save(tx, known, now=NOW)
    assert citizens.lock(tx, 5, now=NOW) == known


def test_one_citizen_does_not_change_another(tx: Connection):
    citizens.lock(tx, 5, now=NOW)
    citizens.lock(tx, 6, now=NOW)
    citizens.save(tx, Citizen(5, "uk", Conversation(previous="training")), now=NOW)
    assert citizens.lock(tx, 6, now=NOW).conversation == Conversation()


def test_who_called_for_help_is_found_by_the_alert_unless_two_share_its_name(tx: Connection):
    called = Citizen(5, None, Conversation(crisis_alerts=("alert:10:7", "alert:20:8"), crisis_words="pomocy"))
    for citizen in (called, Citizen(6, None, Conversation(crisis_alerts=("alert:10:70",)))):
        citizens.lock(tx, citizen.chat_id, now=NOW)
        citizens.save(tx, citizen, now=NOW)
    assert citizens.alerted_by(tx, "alert:10:7") == called
    assert citizens.alerted_by(tx, "alert:10") is None
    citizens.save(tx, Citizen(6, None, Conversation(crisis_alerts=("alert:10:7",))), now=NOW)
    assert citizens.alerted_by(tx, "alert:10:7") is None


def conversations() -> st.SearchStrategy[Conversation]:
    moments = st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1), max_value=datetime(2100, 1, 1))  # noqa: DTZ001 - hypothesis adds the zone
    known = {field.name: st.from_type(_TYPES[field.name]) for field in fields(Conversation) if field.name in _TYPES}
    return st.builds(Conversation, **(known | {"crisis_until": st.none() | moments}))


_TYPES = {name: kind for name, kind in Conversation.__annotations__.items() if "datetime" not in str(kind)}


@settings(deadline=None, max_examples=60)
@given(conversations())
def test_any_conversation_survives_the_database(conversation: Conversation):
    engine = open_engine("sqlite://")
    metadata.create_all(engine)
    with transaction(engine) as tx:
        citizens.lock(tx, 5, now=NOW)
        citizens.save(tx, Citizen(5, None, conversation), now=NOW)
        assert citizens.lock(tx, 5, now=NOW).conversation == conversation
    engine.dispose()


@pytest.mark.parametrize("text", ["\x00", "crème brûlée, Привіт", "🫶🏽", "\u202e", '"\\\n'], ids=ascii)
def test_any_text_survives_each_engine(tx: Connection, text: str):
    conversation = Conversation(question=text, lines=(text, text))
    citizens.lock(tx, 5, now=NOW)
    citizens.save(tx, Citizen(5, None, conversation), now=NOW)
    assert citizens.lock(tx, 5, now=NOW).conversation == conversation


def test_a_conversation_of_an_older_version_is_readable(tx: Connection):
    citizens.lock(tx, 5, now=NOW)
    tx.execute(update(citizens_table).values(conversation='{"question": "who helps?", "dropped_since": 1}'))
    assert citizens.lock(tx, 5, now=NOW).conversation == Conversation(question="who helps?")


def test_blocking_is_noted_and_taken_back(tx: Connection):
    citizens.lock(tx, 5, now=NOW)
    citizens.mark_blocked(tx, 5, NOW)
    assert tx.execute(select(citizens_table.c.blocked_at)).scalar_one() == NOW
    citizens.mark_blocked(tx, 5, None)
    assert tx.execute(select(citizens_table.c.blocked_at)).scalar_one() is None


def test_a_stranger_who_blocks_is_no_citizen(tx: Connection):
    citizens.mark_blocked(tx, 5, NOW)
    assert tx.execute(select(citizens_table)).all() == []


def test_citizens_are_forgotten_by_their_last_turn(tx: Connection):
    long_ago = NOW - timedelta(days=31)
    citizens.lock(tx, 5, now=long_ago)
    citizens.lock(tx, 6, now=long_ago)
    citizens.save(tx, replace(citizens.lock(tx, 6, now=NOW), language="en"), now=NOW)
    assert citizens.forget_before(tx, NOW - timedelta(days=30)) == 1
    assert tx.execute(select(citizens_table.c.chat_id)).scalars().all() == [6]
