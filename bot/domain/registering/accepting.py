"""What each step of the form takes as an answer, typed: the form after it, or why it is no answer. Pure reading."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain import counties
from bot.domain.forms import Form, FormMove, FormStep, moved
from bot.domain.lexicon import Lexicon, Phrases, contains, is_any, starts_with
from bot.domain.masking import Kind, Masker
from bot.domain.matching import tokenise
from bot.domain.protecting import has_number
from bot.domain.sessions.registrations import Need, Sector
from bot.domain.texts import Text, text
from bot.domain.world import World

# People whom one registration may bring.
MOST_PEOPLE = 50
# Characters.
_MOST_NAME, _MOST_PROBLEM, _MOST_NEED = 200, 1000, 300
_FEWEST_LETTERS = 2
# Digits that a person's name does not have.
_MOST_DIGITS_OF_A_NAME = 4
# RFC 5321: local part, "@", domain with a dot; what the dot stands between is not empty.
_EMAIL = re.compile(r"[\w.+'-]{1,64}@(?:[\w-]{1,63}\.)+[^\W\d_]{2,63}")
_LONGEST_EMAIL = 254
_NEGATIVE = re.compile(r"(?<!\w)[-\u2212]\s*\d")
# Digits of a number of people that is worth reading.
_MOST_DIGITS = 6


# Why "0" is no number of people.
NOBODY = "form.no.people_none"


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The words are no answer to the step; why."""

    why: Text


Taken = Form | NotTaken


def take(form: Form, typed: str, world: World) -> Taken:
    """Take what was typed as the answer to the form's step; not for the summary, which asks nothing."""
    if has_number([typed]):
        return NotTaken(text("form.no.personal_number"))
    take_it: Mapping[FormStep, Callable[[Form, str, World], Taken]] = {
        FormStep.ORGANISATION: _organisation,
        FormStep.SECTOR: _sector,
        FormStep.COUNTY: _county,
        FormStep.PEOPLE: _people,
        FormStep.CONTACT: _contact,
        FormStep.REACH: _reach,
        FormStep.PROBLEM: _problem,
        FormStep.NEEDS: _needs,
        FormStep.NEED_IN_WORDS: _need_in_words,
    }
    return take_it[form.step](form, cleaned(typed), world)


def cleaned(typed: str) -> str:
    """Give what somebody typed on one line, without control characters and signs that turn text around."""
    kept = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in typed)
    return " ".join(kept.split())


def _organisation(form: Form, typed: str, world: World) -> Taken:
    if len(typed) > _MOST_NAME:
        return NotTaken(text("form.no.too_long", most=_MOST_NAME, length=len(typed)))
    if _letters(typed) < _FEWEST_LETTERS:
        return NotTaken(text("form.no.organisation"))
    proposed = tuple(counties.all_named_in(f". {typed}", world.knowledge, world.interpreter.lexicon))
    return moved(replace(form, organisation=typed, proposed=proposed), FormMove.ANSWER)


def _letters(typed: str) -> int:
    return sum(sign.isalpha() for sign in typed)


def _sector(form: Form, typed: str, world: World) -> Taken:
    lexicon = world.interpreter.lexicon
    tokens = tuple(tokenise(typed))
    number = number_of(tokens, lexicon)
    if number is not None and number <= len(Sector):
        return with_sector(form, list(Sector)[number - 1])
    found = _closest(tokens, lexicon.sectors)
    return NotTaken(text("form.no.sector")) if found is None else with_sector(form, Sector(found))


def with_sector(form: Form, sector: Sector) -> Form:
    """Give the form with the kind of the organisation."""
    return moved(replace(form, sector=sector), FormMove.ANSWER)


def _closest(tokens: Sequence[str], known: Mapping[str, Phrases]) -> str | None:
    """Give the kind whose longest phrase is among the words; None for none, or for several alike."""
    lengths = {
        name: max((len(one) for one in phrases if contains(tokens, frozenset({one}))), default=0)
        for name, phrases in known.items()
    }
    longest = max(lengths.values(), default=0)
    found = [name for name, length in lengths.items() if length == longest]
    return found[0] if longest and len(found) == 1 else None


def number_of(tokens: Sequence[str], lexicon: Lexicon) -> int | None:
    """Read "3", "trzeci", "numer 3"; None when anything else is said besides."""
    rest = tuple(token for token in tokens if token not in lexicon.pointing)
    return next((number for number, forms in lexicon.ordinals.items() if rest in forms), None)


def _county(form: Form, typed: str, world: World) -> Taken:
    lexicon = world.interpreter.lexicon
    tokens = tuple(tokenise(typed))
    number = number_of(tokens, lexicon)
    if number is None and form.proposed and is_any(tokens, lexicon.typed["yes"]):
        number = 1
    if number is not None and number <= len(form.proposed):
        return with_county(form, form.proposed[number - 1])
    found = counties.answered(typed, world.knowledge)
    if len(found) == 1:
        return with_county(form, found[0])
    return replace(form, proposed=tuple(found)) if found else NotTaken(text("form.no.county"))


def with_county(form: Form, county: str) -> Form:
    """Give the form with the county."""
    return moved(replace(form, county=county, proposed=()), FormMove.ANSWER)


def _people(form: Form, typed: str, world: World) -> Taken:
    tokens = tokenise(typed)
    numbers = [one for one in tokens if one.isascii() and one.isdecimal()]
    if not numbers:
        numbers = _in_words(tokens, world.interpreter.lexicon)
    if len(numbers) != 1 or _NEGATIVE.search(typed):
        return NotTaken(text("form.no.people_unclear"))
    people = int(numbers[0]) if len(numbers[0]) <= _MOST_DIGITS else MOST_PEOPLE + 1
    if people == 0:
        return NotTaken(text(NOBODY))
    if people > MOST_PEOPLE:
        return NotTaken(text("form.no.people_too_many", most=MOST_PEOPLE, phones=world.answers.phones()))
    return moved(replace(form, people=people), FormMove.ANSWER)


def _in_words(tokens: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Give the numbers that words say; who comes alone may say so without one."""
    if is_any(tokens, lexicon.typed["only_me"]):
        return ["1"]
    ends = (tokens[at:] for at in range(len(tokens)))
    return [str(number) for end in ends for number, forms in lexicon.counts.items() if starts_with(end, forms)]


def _contact(form: Form, typed: str, world: World) -> Taken:
    if len(typed) > _MOST_NAME:
        return NotTaken(text("form.no.too_long", most=_MOST_NAME, length=len(typed)))
    if "@" in typed or sum(sign.isdecimal() for sign in typed) > _MOST_DIGITS_OF_A_NAME:
        return NotTaken(text("form.no.contact_only_name"))
    is_no_name = starts_with(tuple(tokenise(typed)), world.interpreter.lexicon.conditions)
    if _letters(typed) < _FEWEST_LETTERS or is_no_name:
        return NotTaken(text("form.no.contact"))
    return moved(replace(form, contact=typed), FormMove.ANSWER)


def _reach(form: Form, typed: str, world: World) -> Taken:
    """Take a telephone number, an e-mail address, or both."""
    email = next((typed[one.start : one.end] for one in Masker().find(typed) if one.kind is Kind.EMAIL), "")
    if email and not is_email(email):
        return NotTaken(text("form.no.email"))
    if "@" in typed and not email:
        return NotTaken(text("form.no.email"))
    phone = world.phone_of(typed.replace(email, " ")) or ""
    if not email and not phone:
        return NotTaken(text("form.no.reach"))
    return moved(replace(form, phone=phone, email=email), FormMove.ANSWER)


def is_email(typed: str) -> bool:
    """Tell whether something has the shape of an e-mail address."""
    local = typed.partition("@")[0]
    is_dotted_well = not local.startswith(".") and not local.endswith(".") and ".." not in typed
    return bool(_EMAIL.fullmatch(typed)) and len(typed) <= _LONGEST_EMAIL and is_dotted_well


def _problem(form: Form, typed: str, _world: World) -> Taken:
    if len(typed) > _MOST_PROBLEM:
        return NotTaken(text("form.no.too_long", most=_MOST_PROBLEM, length=len(typed)))
    if not _letters(typed):
        return NotTaken(text("form.no.problem"))
    return moved(replace(form, problem=typed), FormMove.ANSWER)


def _needs(form: Form, typed: str, world: World) -> Taken:
    """Take numbers or words for what is needed; anything else is a need in words."""
    lexicon = world.interpreter.lexicon
    tokens = tuple(tokenise(typed))
    if is_any(tokens, lexicon.typed["done"]):
        return moved(form, FormMove.ANSWER)
    numbers = [one for one in tokens if one not in lexicon.pointing and one not in lexicon.conjunctions]
    if numbers and all(one.isascii() and one.isdecimal() and 0 < int(one[:2]) <= len(Need) for one in numbers):
        chosen = [list(Need)[int(one) - 1] for one in numbers]
    else:
        chosen = [one for one in Need if contains(tokens, lexicon.needs[one.value])]
    if not chosen:
        return _need_in_words(replace(form, needs=(*_without_other(form.needs), Need.OTHER)), typed, world)
    needs = tuple(one for one in Need if one in {*form.needs, *chosen})
    return moved(replace(form, needs=needs), FormMove.SPECIFY if Need.OTHER in chosen else FormMove.ANSWER)


def _without_other(needs: Sequence[Need]) -> Sequence[Need]:
    return [one for one in needs if one is not Need.OTHER]


def _need_in_words(form: Form, typed: str, _world: World) -> Taken:
    if len(typed) > _MOST_NEED:
        return NotTaken(text("form.no.too_long", most=_MOST_NEED, length=len(typed)))
    if not _letters(typed):
        return NotTaken(text("form.no.need"))
    return moved(replace(form, need_in_words=typed), FormMove.ANSWER)


def toggled(form: Form, need: Need, *, is_needed: bool) -> Form:
    """Give the form with a need marked or not."""
    wanted = {*form.needs, need} if is_needed else set(form.needs) - {need}
    words = form.need_in_words if Need.OTHER in wanted else ""
    return replace(form, needs=tuple(one for one in Need if one in wanted), need_in_words=words)


def skipped(form: Form) -> Form:
    """Give the form without an answer to a question that needs none."""
    emptied = {
        FormStep.PROBLEM: {"problem": ""},
        FormStep.NEEDS: {"needs": (), "need_in_words": ""},
        FormStep.NEED_IN_WORDS: {"need_in_words": ""},
    }[form.step]
    return moved(replace(form, **emptied), FormMove.SKIP)  # type: ignore[arg-type]  # the fields that the step fills
