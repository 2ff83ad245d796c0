"""What a decision sees: the current version of the knowledge base with its interpreter and its words, at one moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.applying import Scene
from bot.config import Settings
from bot.domain import wordless
from bot.domain.interpreting import Interpreter
from bot.domain.language import detect
from bot.domain.lexicon import steering_words
from bot.domain.masking import Masker
from bot.domain.moments import Moment, asked_moment, is_only_a_moment
from bot.domain.thresholds import Thresholds
from bot.domain.world import Rules, World
from bot.knowledge.values import phone_in
from bot.knowledge.watching import Library, Snapshot
from bot.texts.lexicon import load_lexicon
from bot.texts.masking import masker_for
from bot.texts.moments import moment_words
from bot.texts.ordinary import load_ordinary
from bot.texts.texts import Renderer, load_catalogues

# Messages being decided at once.
_AT_ONCE = 8


@dataclass(slots=True)
class Scenes:
    """Makes scenes; what depends only on the version of the base is made once a version."""

    # The version of the base that is in use.
    snapshot: Callable[[], Snapshot]
    thresholds: Thresholds
    rules: Rules
    # The time the bot lives in.
    now: Callable[[], datetime]
    # The centre's logo strip for what is printed, a PNG file; empty: none.
    strip: bytes = b""
    # The bot's name in Telegram, once it is known.
    username: str = ""
    _version: "_Version | None" = None

    def __call__(self) -> Scene:
        """Give the scene of now."""
        version, now = self.version(), self.now()
        knowledge = version.snapshot.knowledge
        zone, words = ZoneInfo(knowledge.centre.timezone), moment_words()

        def moment_from(text: str, at: datetime) -> Moment | None:
            return asked_moment(text, at, zone, knowledge.holidays, words)

        world = World(
            knowledge,
            version.interpreter,
            lambda text: moment_from(text, now),
            now,
            self.rules,
            moment_from,
            masker=version.masker,
            phone_of=phone_in,
            username=self.username,
        )
        return Scene(world, version.renderer, self.strip)

    def version(self) -> "_Version":
        """Give what is made once a version."""
        snapshot = self.snapshot()
        if self._version is None or self._version.snapshot is not snapshot:
            interpreter = self._interpreter(snapshot)
            self._version = _Version(snapshot, interpreter, _renderer(snapshot), masker_for(snapshot.knowledge))
        return self._version

    def _interpreter(self, snapshot: Snapshot) -> Interpreter:
        knowledge, now = snapshot.knowledge, self.now
        zone = ZoneInfo(knowledge.centre.timezone)
        # A turn asks it of the same message more than once.
        recognise = lru_cache(_AT_ONCE)(snapshot.detector.recognise)
        ordinary, lexicon = load_ordinary(), load_lexicon()
        steering = steering_words(lexicon)
        return Interpreter(
            entries=knowledge.entries,
            matcher=snapshot,
            level_of=lambda text: recognise(text).level,
            # A cry of one word says its language only by being a sign of a crisis.
            language_of=lambda text: detect(text, ordinary.language) or recognise(text).language,
            lexicon=lexicon,
            thresholds=self.thresholds,
            is_moment=lambda text: (
                is_only_a_moment(text, moment_words())
                and asked_moment(text, now(), zone, knowledge.holidays, moment_words()) is not None
            ),
            respelt=lambda text: snapshot.matcher.respelt(text, steering),
            helplines=wordless.digits(one.phone for one in knowledge.crisis.contacts),
        )

    def renderer(self) -> Renderer:
        """Give the words of now."""
        return self.version().renderer


@dataclass(frozen=True, slots=True)
class _Version:
    snapshot: Snapshot
    interpreter: Interpreter
    renderer: Renderer
    masker: Masker


def _renderer(snapshot: Snapshot) -> Renderer:
    return Renderer(snapshot.knowledge, load_catalogues())


def open_scenes(settings: Settings, library: Library, now: Callable[[], datetime], strip: bytes = b"") -> Scenes:
    """Give what decisions see, of the base in use; `now` is the time the bot lives in, `strip` the logo strip."""
    known = settings.file.username or ""
    return Scenes(lambda: library.current, settings.thresholds, settings.rules, now, strip, known)
