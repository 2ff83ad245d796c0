"""sendLocation, sendVenue, sendContact."""

from bot.sandbox.methods.call import Call
from bot.sandbox.methods.sending import deliver
from bot.sandbox.wire import JsonObject, bad_request

VENUE_FIELDS = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
LOCATION_FIELDS = ("live_period", "heading", "proximity_alert_radius")
LARGEST_LATITUDE = 90.0


def send_location(call: Call) -> JsonObject:
    """Send a point on the map."""
    numbers = {name: call.parameters.integer(name) for name in LOCATION_FIELDS}
    location = _point(call) | {name: number for name, number in numbers.items() if number}
    return deliver(call, {"location": location}, right="locations").message


def send_venue(call: Call) -> JsonObject:
    """Send a named place; the message carries its point in `location` too."""
    venue: JsonObject = {"location": _point(call)}
    for name in ("title", "address"):
        venue[name] = _required(call, name)
    venue |= {name: call.parameters.text(name) for name in VENUE_FIELDS if call.parameters.text(name)}
    return deliver(call, {"venue": venue, "location": venue["location"]}, right="venues").message


def send_contact(call: Call) -> JsonObject:
    """Send a phone number with a name."""
    contact: JsonObject = {name: _required(call, name) for name in ("phone_number", "first_name")}
    contact |= {name: call.parameters.text(name) for name in ("last_name", "vcard") if call.parameters.text(name)}
    return deliver(call, {"contact": contact}, right="contacts").message


def _point(call: Call) -> JsonObject:
    point = {name: call.parameters.number(name) for name in ("latitude", "longitude")}
    if abs(point["latitude"]) > LARGEST_LATITUDE:
        raise bad_request("wrong location specified")
    return point


def _required(call: Call, name: str) -> str:
    text = call.parameters.text(name)
    if not text:
        raise bad_request(f'parameter "{name}" is required')
    return text
