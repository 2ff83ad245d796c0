"""How the form looks: one message with the step, its question and its buttons; the summary with its numbered lines."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.answers import Reply
from bot.domain.forms import Form, FormMove, FormStep, line_of, may
from bot.domain.offers import Action, Offer, Offers
from bot.domain.registering import own
from bot.domain.sessions import shown
from bot.domain.sessions.registrations import Need, Sector
from bot.domain.sessions.seats import Seats
from bot.domain.texts import Text, text
from bot.domain.world import World

# Buttons of kinds of organisations beside each other.
_ROW = 2
_LAST_LINE = 6


def form_message(form: Form, world: World, above: Sequence[Text] = ()) -> Reply:
    """Show the form at its step; `above` is what has to be said before."""
    session = world.knowledge.sessions[form.session_id]
    help_first = (text("form.delicate"),) if form.is_delicate else ()
    # The first question stands below it, too, where the form begins.
    personal = (notice(world),) if form.step is FormStep.CONTACT else ()
    parts = [*help_first, *above, *personal]
    if form.step is FormStep.SUMMARY:
        asked = _summary(form, world)
    else:
        head = text("form.head", line=line_of(form.step), lines=_LAST_LINE, title=session.title, start=session.start)
        asked = text("form.step", head=head, question=_question(form, world))
    said = text("form.message", above=[_paragraph(one) for one in parts], form=asked)
    return Reply(said if parts else text("form.alone", form=asked), _offers(form, world))


def notice(world: World) -> Text:
    """Say what becomes of personal data, before it is asked for."""
    centre = world.knowledge.centre
    return text("form.notice", centre=centre.short_name, operator=centre.operator)


def kept(form: Form, world: World) -> Sequence[Text]:
    """Say what is known from before where the form goes on; the summary shows it by itself."""
    if not form.organisation or form.step is FormStep.SUMMARY:
        return ()
    county = world.knowledge.counties.get(form.county)
    lines = [
        *[text("form.kept_organisation", organisation=form.organisation)],
        *([text("form.kept_county", county=county.name)] if county is not None else []),
        *([text("form.kept_people", people=form.people)] if form.people else []),
        *([text("form.kept_contact", contact=form.contact)] if form.contact else []),
    ]
    return (text("form.kept", lines=lines),)


def _paragraph(said: Text) -> Text:
    return text("form.paragraph", text=said)


def _question(form: Form, world: World) -> Text:
    match form.step:
        case FormStep.COUNTY if form.proposed:
            names = [world.knowledge.counties[one].name for one in form.proposed]
            lines = [text("choice.line", number=number, title={"pl": name}) for number, name in enumerate(names, 1)]
            return text("form.ask.county_proposed", lines=lines)
        case FormStep.PEOPLE:
            return text("form.ask.people", seats=free(form, world))
        case FormStep.SECTOR:
            return text("form.ask.sector", lines=_numbered([text(f"sector.{one.value}") for one in Sector]))
        case FormStep.NEEDS:
            return text("form.ask.needs", lines=_numbered([text(f"need.{one.value}") for one in Need]))
    return text(f"form.ask.{form.step.value}")


def _numbered(labels: Sequence[Text]) -> Sequence[Text]:
    return [text("form.choice", number=number, label=label) for number, label in enumerate(labels, start=1)]


def free(form: Form, world: World) -> Text:
    """Say how many seats are free in the form's session."""
    return shown.free_seats(world.agenda.seats.get(form.session_id, Seats(None, 0, 0)))


def _summary(form: Form, world: World) -> Text:
    session = world.knowledge.sessions[form.session_id]
    return text(
        "form.summary",
        title=session.title,
        start=session.start,
        place=session.place,
        organisation=form.organisation,
        sector=text(f"sector.{(form.sector or Sector.OTHER).value}"),
        county=text("live.sessions.county", county=world.knowledge.counties[form.county].name),
        people=form.people,
        seats=free(form, world),
        contact=form.contact,
        reach=", ".join(one for one in (form.phone, form.email) if one),
        problem=form.problem or text("form.none"),
        needs=needs_in_words(form.needs, form.need_in_words),
    )


def needs_in_words(needs: Sequence[Need], in_words: str) -> Text:
    """Say what is needed, in one line."""
    named = [text(f"need.{one.value}") for one in needs if one is not Need.OTHER or not in_words]
    listed = [*named, *([text("form.in_words", words=in_words)] if in_words else [])]
    if not listed:
        return text("form.none")
    said = listed[0]
    for one in listed[1:]:
        said = text("form.and", first=said, second=one)
    return said


def _offers(form: Form, world: World) -> Offers:
    choices = (*_delicate(form), *_choices(form, world))
    if form.step is FormStep.SUMMARY:
        return (*choices, *_under_summary(form))
    stop = Offer(text("button.form_stop"), Action.FORM_STOP)
    return [row for row in (*choices, *_as_last(form, world), _ways_on(form), (stop,)) if row]


def _delicate(form: Form) -> Offers:
    if not form.is_delicate:
        return ()
    topic, needed = text("button.session_topic"), text("button.need_help")
    return ((Offer(topic, Action.FORM_TOPIC), Offer(needed, Action.FORM_HELP)),)


def _choices(form: Form, world: World) -> Offers:
    match form.step:
        case FormStep.SECTOR:
            kinds = [Offer(text(f"sector.{one.value}"), Action.FORM_SECTOR, one.value) for one in Sector]
            return [kinds[at : at + _ROW] for at in range(0, len(kinds), _ROW)]
        case FormStep.COUNTY:
            known = world.knowledge.counties
            named = [text("button.named", name=known[one].name) for one in form.proposed]
            ids = form.proposed
            return [(Offer(name, Action.FORM_COUNTY, one),) for name, one in zip(named, ids, strict=True)]
        case FormStep.NEEDS:
            done = (Offer(text("button.form_done"), Action.FORM_NEEDS),)
            return (*[(_need(one, form),) for one in Need], done)
    return ()


def _need(need: Need, form: Form) -> Offer:
    is_marked = need in form.needs
    label = text(f"need.{need.value}")
    wanted = "0" if is_marked else "1"
    return Offer(text("button.marked", label=label) if is_marked else label, Action.FORM_NEED, f"{need.value}:{wanted}")


def _as_last(form: Form, world: World) -> Offers:
    last = own.last(world)
    is_known = last is not None and bool(last.contact or form.step is not FormStep.CONTACT)
    if not may(replace(form, is_changing=False), FormMove.AS_LAST) or not is_known:
        return ()
    return ((Offer(text("button.form_as_last"), Action.FORM_AS_LAST, form.step.value),),)


def _ways_on(form: Form) -> Sequence[Offer]:
    back = Offer(text("button.form_back"), Action.FORM_BACK, form.step.value)
    skip = Offer(text("button.form_skip"), Action.FORM_SKIP, form.step.value)
    return [one for one, move in ((back, FormMove.BACK), (skip, FormMove.SKIP)) if may(form, move)]


def _under_summary(form: Form) -> Offers:
    send = Offer(text("button.form_send"), Action.FORM_SEND, form.session_id)
    fix = Offer(text("button.fix"), Action.FORM_FIX)
    drop = Offer(text("button.form_drop"), Action.FORM_DROP)
    return (send,), (fix, drop)


def numbers() -> Offers:
    """Give a button for each line of the summary."""
    lines = [Offer(text("button.number", number=one), Action.FORM_LINE, str(one)) for one in range(1, _LAST_LINE + 1)]
    return lines[:3], lines[3:]


def anew() -> Offers:
    """Give the way to forget the answers and begin again."""
    return ((Offer(text("button.form_anew"), Action.FORM_ANEW),),)


def resuming() -> Offers:
    """Give the way back into a form that waits, and the one to forget it."""
    back = Offer(text("button.form_resume"), Action.FORM_RESUME)
    forget = Offer(text("button.form_forget"), Action.FORM_FORGET)
    return (back,), (forget,)
