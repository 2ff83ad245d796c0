"""Edits while the bot runs: good ones are in use at once, bad ones change nothing, half-written ones are not taken."""

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.crisis import Level
from bot.knowledge import Code, Library, Loaded, Refused, Snapshot, load
from bot.knowledge.lessons import MODEL_FILE, Lessons, learn, read
from bot.knowledge.watching import first_snapshot, fit_in_child
from tests.knowledge.editing import copy_base, replace

SETTLE = timedelta(milliseconds=100)
# Seconds; how long a test waits for what should come at once, on a busy machine.
PATIENCE = 10
LESSONS = Lessons(
    [("a", "gdzie jest biuro"), ("a", "adres biura"), ("b", "pogoda"), ("b", "czy pada")],
    ["nie chcę żyć", "boję się męża"],
    ["gdzie jest biuro", "kiedy sesja"],
)
ANSWER = "Pytanie można wysłać do specjalisty."


@dataclass
class Watched:
    """A library that is followed, and what it told."""

    directory: Path
    library: Library
    # A training waits until this is set.
    may_fit: asyncio.Event
    fitted: list[Lessons] = field(default_factory=list)
    told: asyncio.Queue[Loaded | Refused] = field(default_factory=asyncio.Queue)

    @property
    def current(self) -> Snapshot:
        return self.library.current

    @property
    def talk(self) -> Path:
        return self.directory / "topics" / "talk.yaml"

    async def accepted(self) -> Loaded:
        outcome = await asyncio.wait_for(self.told.get(), PATIENCE)
        assert isinstance(outcome, Loaded), [str(each) for each in outcome.faults]
        return outcome

    async def refused(self) -> Refused:
        outcome = await asyncio.wait_for(self.told.get(), PATIENCE)
        assert isinstance(outcome, Refused)
        return outcome

    async def until_matcher_is_not(self, matcher: object) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.current.matcher is matcher:  # noqa: ASYNC110 - nothing announces the swap
                await asyncio.sleep(0.02)

    def answer(self) -> str:
        return self.current.knowledge.entries["handoff.human"].answer["pl"]


@pytest.fixture
async def watched(base: Path, tmp_path: Path) -> AsyncIterator[Watched]:
    async def fit(lessons: Lessons, folder: Path) -> bool:
        found.fitted.append(lessons)
        await found.may_fit.wait()
        await asyncio.to_thread(learn, lessons, folder)
        return True

    outcome = load(base)
    assert isinstance(outcome, Loaded)
    first = first_snapshot(outcome, tmp_path)
    found = Watched(base, Library(base, tmp_path, first, fit=fit, retries=[timedelta()]), asyncio.Event())
    found.may_fit.set()
    following = asyncio.create_task(
        found.library.watch(on_accepted=found.told.put, on_refused=found.told.put, settle=SETTLE)
    )
    await asyncio.sleep(0.3)
    yield found
    following.cancel()
    await asyncio.wait([following], timeout=PATIENCE)
    assert following.cancelled()


async def test_a_good_edit_is_in_use_when_it_is_told(watched: Watched):
    replace(watched.talk, ANSWER, "Proszę pytać.")
    await watched.accepted()
    assert watched.answer() == "Proszę pytać."


async def test_a_good_edit_is_in_use_within_two_seconds(base: Path, tmp_path: Path):
    library = Library.open(base, tmp_path)
    assert isinstance(library, Library)
    told: asyncio.Queue[Loaded | Refused] = asyncio.Queue()
    following = asyncio.create_task(library.watch(on_accepted=told.put, on_refused=told.put))
    await asyncio.sleep(1)
    began = time.monotonic()
    replace(base / "topics" / "talk.yaml", ANSWER, "Proszę pytać.")
    await asyncio.wait_for(told.get(), PATIENCE)
    following.cancel()
    assert time.monotonic() - began < 2


async def test_a_base_that_nobody_has_edited_is_not_read_again(base: Path, tmp_path: Path):
    library = Library.open(base, tmp_path)
    assert isinstance(library, Library)
    opened, told = library.current, asyncio.Queue[Loaded | Refused]()
    following = asyncio.create_task(library.watch(on_accepted=told.put, on_refused=told.put, settle=SETTLE))
    await asyncio.sleep(1)
    following.cancel()
    assert library.current is opened


async def test_an_edit_between_reading_and_watching_is_in_use(base: Path, tmp_path: Path):
    library = Library.open(base, tmp_path)
    assert isinstance(library, Library)
    replace(base / "topics" / "talk.yaml", ANSWER, "Proszę pytać.")
    told: asyncio.Queue[Loaded | Refused] = asyncio.Queue()
    following = asyncio.create_task(library.watch(on_accepted=told.put, on_refused=told.put, settle=SETTLE))
    await asyncio.wait_for(told.get(), PATIENCE)
    following.cancel()
    assert library.current.knowledge.entries["handoff.human"].answer["pl"] == "Proszę pytać."


async def test_a_bad_edit_is_told_and_changes_nothing(watched: Watched):
    before = watched.current
    replace(watched.talk, "route: handoff", "route: handof")
    refused = await watched.refused()
    assert [each.code for each in refused.faults] == [Code.BAD_CHOICE]
    assert watched.current is before


async def test_a_mended_edit_is_told_even_if_it_is_the_old_text(watched: Watched):
    replace(watched.talk, "route: handoff", "route: handof")
    await watched.refused()
    replace(watched.talk, "route: handof", "route: handoff")
    await watched.accepted()


async def test_a_file_written_in_pieces_is_taken_when_it_is_whole(watched: Watched):
    whole = watched.talk.read_text(encoding="utf-8").replace(ANSWER, "Proszę pytać.")
    with watched.talk.open("w", encoding="utf-8") as file:
        for start in range(0, len(whole), 200):
            file.write(whole[start : start + 200])
            file.flush()
            await asyncio.sleep(0.03)
    await watched.accepted()
    assert watched.answer() == "Proszę pytać."


async def test_a_file_mended_before_the_second_look_is_not_complained_of(watched: Watched):
    whole = watched.talk.read_text(encoding="utf-8").replace(ANSWER, "Proszę pytać.")
    watched.talk.write_text(whole[:100], encoding="utf-8")
    await asyncio.sleep(1.4 * SETTLE.total_seconds())
    watched.talk.write_text(whole, encoding="utf-8")
    await watched.accepted()


async def test_a_file_saved_by_renaming_is_taken(watched: Watched):
    fresh = watched.talk.with_name("talk.yaml.tmp")
    fresh.write_text(watched.talk.read_text(encoding="utf-8").replace(ANSWER, "Proszę pytać."), encoding="utf-8")
    fresh.replace(watched.talk)
    await watched.accepted()
    assert watched.answer() == "Proszę pytać."


async def test_a_deleted_file_is_told_and_its_return_accepted(watched: Watched):
    content = watched.talk.read_bytes()
    (watched.directory / "centre.yaml").rename(watched.directory / "elsewhere")
    refused = await watched.refused()
    (watched.directory / "elsewhere").rename(watched.directory / "centre.yaml")
    await watched.accepted()
    assert [each.code for each in refused.faults] == [Code.MISSING_FILE]
    assert watched.talk.read_bytes() == content


async def test_a_replaced_directory_is_followed(watched: Watched, tmp_path: Path):
    fresh = copy_base(tmp_path / "fresh")
    replace(fresh / "topics" / "talk.yaml", ANSWER, "Proszę pytać.")
    watched.directory.rename(tmp_path / "old")
    fresh.rename(watched.directory)
    await watched.accepted()
    replace(watched.talk, "Proszę pytać.", "Proszę śmiało pytać.")
    await watched.accepted()
    assert watched.answer() == "Proszę śmiało pytać."


async def test_a_directory_that_goes_away_is_told_and_followed_when_it_is_back(watched: Watched, tmp_path: Path):
    kept = Path(shutil.copytree(watched.directory, tmp_path / "kept"))
    shutil.rmtree(watched.directory)
    refused = await watched.refused()
    replace(kept / "topics" / "talk.yaml", ANSWER, "Proszę pytać.")
    shutil.move(kept, watched.directory)
    await watched.accepted()
    assert Code.MISSING_DIRECTORY in {each.code for each in refused.faults}
    assert watched.answer() == "Proszę pytać."


async def test_a_file_touched_without_an_edit_is_not_told(watched: Watched):
    os.utime(watched.talk)
    await asyncio.sleep(4 * SETTLE.total_seconds())
    replace(watched.talk, ANSWER, "Proszę pytać.")
    await watched.accepted()
    assert watched.told.empty()


async def test_an_edit_of_an_answer_trains_nothing(watched: Watched):
    before = watched.current.matcher
    replace(watched.talk, ANSWER, "Proszę pytać.")
    await watched.accepted()
    assert (watched.fitted, watched.current.matcher) == ([], before)


async def test_the_old_matcher_answers_until_the_new_one_is_trained(watched: Watched):
    watched.may_fit.clear()
    before = watched.current.matcher
    replace(watched.talk, "- jaka będzie pogoda", "- czy spadnie śnieg")
    await watched.accepted()
    assert watched.current.matcher is before
    watched.may_fit.set()
    await watched.until_matcher_is_not(before)
    assert watched.current.match_all(["spadnie snieg"])[0][0].id == "out_of_scope"


async def test_a_matcher_never_names_an_entry_that_is_gone(watched: Watched):
    watched.may_fit.clear()
    replace(watched.talk, "id: session.upcoming", "id: session.dates")
    await watched.accepted()
    named = {one.id for one in watched.current.match_all(["kiedy najbliższa sesja"])[0]}
    assert named == {"office.konin", "specialist.hours", "handoff.human", "out_of_scope"}


async def test_a_later_edit_of_phrases_gives_up_the_training_of_the_earlier(watched: Watched):
    watched.may_fit.clear()
    before = watched.current.matcher
    replace(watched.talk, "- jaka będzie pogoda", "- czy spadnie śnieg")
    await watched.accepted()
    replace(watched.talk, "- czy spadnie śnieg", "- czy będzie burza")
    await watched.accepted()
    watched.may_fit.set()
    await watched.until_matcher_is_not(before)
    assert ("out_of_scope", "czy będzie burza") in watched.fitted[-1].phrases
    assert watched.current.matcher.to_arrays()["phrases.bytes"].tobytes().count(b"burza") == 1


async def test_phrases_put_back_need_no_training(watched: Watched):
    watched.may_fit.clear()
    before = watched.current.matcher
    replace(watched.talk, "- jaka będzie pogoda", "- czy spadnie śnieg")
    await watched.accepted()
    replace(watched.talk, "- czy spadnie śnieg", "- jaka będzie pogoda")
    await watched.accepted()
    assert (len(watched.fitted), watched.current.matcher) == (1, before)


async def test_a_training_that_fails_leaves_the_old_matcher_and_is_tried_again(base: Path, tmp_path: Path):
    tries: asyncio.Queue[Lessons] = asyncio.Queue()

    async def fail(lessons: Lessons, _: Path) -> bool:
        await tries.put(lessons)
        return False

    opened = Library.open(base, tmp_path)
    assert isinstance(opened, Library)
    library = Library(base, tmp_path, opened.current, fit=fail, retries=[timedelta()])
    told: asyncio.Queue[Loaded | Refused] = asyncio.Queue()
    following = asyncio.create_task(library.watch(on_accepted=told.put, on_refused=told.put, settle=SETTLE))
    await asyncio.sleep(0.3)
    replace(base / "topics" / "talk.yaml", "- jaka będzie pogoda", "- czy spadnie śnieg")
    first = await asyncio.wait_for(tries.get(), PATIENCE)
    assert await asyncio.wait_for(tries.get(), PATIENCE) == first
    following.cancel()
    assert library.current.matcher is opened.current.matcher


async def test_a_broken_base_is_refused_at_the_start(base: Path, tmp_path: Path):
    (base / "centre.yaml").unlink()
    assert isinstance(Library.open(base, tmp_path), Refused)


async def test_a_new_call_for_help_is_learnt_while_the_old_ones_are_heard(watched: Watched):
    watched.may_fit.clear()
    before = watched.current.detector.likeness
    replace(watched.directory / "crisis.yaml", "[nie chcę żyć]", "[szary wilk stoi za mną]")
    await watched.accepted()
    assert watched.current.detector.likeness is before
    assert watched.current.detector.recognise("szary wilk stoi za mną").level is Level.FIRST_PERSON
    watched.may_fit.set()
    async with asyncio.timeout(PATIENCE):
        while watched.current.detector.likeness is before:  # noqa: ASYNC110 - nothing announces the swap
            await asyncio.sleep(0.02)


async def test_a_child_process_learns_without_holding_up_the_loop(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    training = asyncio.create_task(fit_in_child(LESSONS, tmp_path))
    beats = 0
    while not training.done():
        await asyncio.sleep(0.01)
        beats += 1
    assert await training
    assert beats > 10
    learnt = read(LESSONS, tmp_path)
    assert learnt is not None
    assert learnt.matcher.match("biuro")[0].id == "a"
    assert learnt.likeness.score(["nie", "chce", "zyc"]) > 0
    assert capfd.readouterr() == ("", "")


async def test_a_child_process_ends_when_its_training_is_given_up(tmp_path: Path):
    phrases = [(f"entry_{number % 40}", f"phrase number {number} of {number * 7}") for number in range(4000)]
    training = asyncio.create_task(fit_in_child(Lessons(phrases, [], []), tmp_path))
    await asyncio.sleep(0.5)
    training.cancel()
    done, _ = await asyncio.wait([training], timeout=PATIENCE)
    assert training in done
    assert not (tmp_path / MODEL_FILE).exists()


async def test_a_place_that_cannot_be_written_fails_the_training(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    (tmp_path / "data").write_text("a file, not a directory", encoding="utf-8")
    assert not await fit_in_child(LESSONS, tmp_path / "data")
    assert "could be kept" in capfd.readouterr().err
