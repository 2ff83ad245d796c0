"""Files both ways: sending, downloading, albums, captions, edits, places and contacts."""

import base64
import struct

import pytest
from telegram import InputFile, InputMediaPhoto
from telegram.error import BadRequest

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 1200, 900) + b"\x08\x02\0\0\0"


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("send_document", "document"),
        ("send_video", "video"),
        ("send_audio", "audio"),
        ("send_voice", "voice"),
        ("send_animation", "animation"),
        ("send_video_note", "video_note"),
        ("send_sticker", "sticker"),
        ("send_photo", "photo"),
    ],
)
async def test_a_file_is_sent_downloaded_and_sent_again(bot, anna, method, kind):
    sent = await getattr(bot, method)(anna, InputFile(PNG, "plik.png"))
    media = getattr(sent, kind)
    media = media[-1] if kind == "photo" else media
    assert media.file_size == len(PNG)
    file = await bot.get_file(media.file_id)
    assert bytes(await file.download_as_bytearray()) == PNG
    again = getattr(await getattr(bot, method)(anna, media.file_id), kind)
    assert (again[-1] if kind == "photo" else again).file_unique_id == media.file_unique_id


async def test_a_document_keeps_its_name_and_caption(bot, anna):
    sent = await bot.send_document(
        anna, b"BEGIN:VCALENDAR", filename="sesja.ics", caption="<b>Sesja</b>", parse_mode="HTML"
    )
    assert sent.document.file_name == "sesja.ics"
    assert sent.caption == "Sesja"
    assert sent.caption_entities[0].type == "bold"


async def test_a_photo_has_sizes_in_its_proportions(bot, anna):
    sent = await bot.send_photo(anna, PNG)
    assert [(size.width, size.height) for size in sent.photo] == [(90, 68), (1200, 900)]


@pytest.mark.parametrize(
    ("method", "parameters", "reason"),
    [
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendVideoNote", {}, "there is no video note in the request"),
        ("sendDocument", {"document": "nieznany"}, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", {"document": "https://example.org/a.pdf"}, "failed to get HTTP URL content"),
        ("sendDocument", {"document": "attach://nic"}, "there is no document in the request"),
        ("getFile", {}, "file_id not specified"),
        ("getFile", {"file_id": "nieznany"}, "invalid file_id"),
        ("sendMediaGroup", {"media": "x"}, "can't parse media JSON object"),
        ("sendMediaGroup", {"media": {}}, "expected an Array of InputMedia"),
        ("sendMediaGroup", {"media": []}, "there are no messages to send"),
        ("sendMediaGroup", {"media": [{"type": "photo"}] * 11}, "too many messages to send as an album"),
        ("sendMediaGroup", {"media": [{"type": "photo"}]}, "can't parse InputMedia: media not found"),
        ("sendMediaGroup", {"media": ["x"]}, "can't parse InputMedia: expected an Object"),
        (
            "sendMediaGroup",
            {"media": [{"type": "sticker", "media": "x"}]},
            'can\'t parse InputMedia: type "sticker" is unsupported',
        ),
        (
            "sendMediaGroup",
            {"media": [{"type": "animation", "media": "x"}]},
            "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
        ),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}]},
            "document can't be mixed with other media types",
        ),
        (
            "sendMediaGroup",
            {"media": [{"type": "audio", "media": "x"}, {"type": "video", "media": "x"}]},
            "audio can't be mixed with other media types",
        ),
        ("sendLocation", {"longitude": 1}, "latitude is empty"),
        ("sendLocation", {"latitude": 91, "longitude": 1}, "wrong location specified"),
        ("sendVenue", {"latitude": 1, "longitude": 1}, 'parameter "title" is required'),
        ("sendVenue", {"latitude": 1, "longitude": 1, "title": "a"}, 'parameter "address" is required'),
        ("sendContact", {"phone_number": "1"}, 'parameter "first_name" is required'),
    ],
)
async def test_what_cannot_be_sent_is_refused(api, anna, method, parameters, reason):
    assert await api.refused(method, chat_id=anna, **parameters) == f"400 Bad Request: {reason}"


async def test_a_photo_that_is_no_image_is_refused(client, control, anna):
    response = await client.post(
        f"/bot123456789:{'a' * 35}/sendPhoto", data={"chat_id": anna}, files={"photo": ("a.jpg", b"tekst")}
    )
    assert response.json()["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


async def test_a_photo_of_more_than_10_mb_is_refused(bot, anna):
    too_big = PNG.ljust(10 * 1024 * 1024 + 1, b"\0")
    with pytest.raises(BadRequest, match="File of size 10485761 bytes is too big for a photo"):
        await bot.send_photo(anna, too_big)


async def test_an_empty_file_is_refused(client, control, anna):
    response = await client.post(
        f"/bot123456789:{'a' * 35}/sendDocument", data={"chat_id": anna}, files={"document": ("a.txt", b"")}
    )
    assert response.json()["description"] == "Bad Request: file must be non-empty"


async def test_a_photo_cannot_be_sent_as_a_document_by_its_id(bot, api, anna):
    photo = (await bot.send_photo(anna, PNG)).photo[-1].file_id
    assert await api.refused("sendDocument", chat_id=anna, document=photo) == (
        "400 Bad Request: can't use file of type Photo as Document"
    )


async def test_a_caption_has_1024_units(api, bot, anna):
    photo = (await bot.send_photo(anna, PNG, caption="😀" * 512)).photo[-1].file_id
    assert await api.refused("sendPhoto", chat_id=anna, photo=photo, caption="a" * 1025) == (
        "400 Bad Request: message caption is too long"
    )


async def test_an_album_shares_a_group_id(bot, anna):
    sent = await bot.send_media_group(
        anna, [InputMediaPhoto(PNG, caption="<i>pierwsze</i>", parse_mode="HTML"), InputMediaPhoto(PNG)]
    )
    assert len({message.media_group_id for message in sent}) == 1
    assert sent[0].caption == "pierwsze"
    assert sent[1].caption is None


async def test_a_caption_is_edited(bot, anna):
    sent = await bot.send_document(anna, b"a", filename="a.txt", caption="stary")
    edited = await bot.edit_message_caption(anna, sent.message_id, caption="nowy")
    assert edited.caption == "nowy"
    assert edited.document.file_name == "a.txt"


async def test_a_file_over_20_mb_cannot_be_downloaded(api, control, anna):
    big = {"file_name": "film.mp4", "size": 21 * 1024 * 1024}
    message = (await control.post("/messages", **{"from": anna}, document=big))["message"]
    assert await api.refused("getFile", file_id=message["document"]["file_id"]) == "400 Bad Request: file is too big"


async def test_downloads_need_a_token_and_a_path(client, control):
    assert (await client.get("/file/bot1:short/photos/file_1.jpg")).status_code == 401
    assert (await client.get(f"/file/bot1:{'a' * 35}/photos/file_1.jpg")).json()["description"] == "Not Found"


async def test_places_and_contacts(bot, anna):
    venue = (await bot.send_venue(anna, 52.223, 18.251, "Biuro", "ul. Testowa 1, Konin")).venue
    assert (venue.title, venue.location.latitude) == ("Biuro", 52.223)
    location = (await bot.send_location(anna, 52.223, 18.251)).location
    assert location.longitude == 18.251
    contact = (await bot.send_contact(anna, "+48632455829", "WOES", vcard="BEGIN:VCARD")).contact
    assert (contact.phone_number, contact.first_name, contact.vcard) == ("+48632455829", "WOES", "BEGIN:VCARD")


@pytest.mark.parametrize("kind", ["photo", "document", "voice", "video", "video_note", "sticker", "audio", "animation"])
async def test_people_send_every_kind(bot, control, anna, kind):
    given = {"file_name": "plik.bin", "content_base64": base64.b64encode(b"tresc").decode()}
    await control.post("/messages", **{"from": anna}, **{kind: given}, caption="podpis")
    (update,) = await bot.get_updates()
    media = getattr(update.message, kind)
    file = await bot.get_file((media[-1] if kind == "photo" else media).file_id)
    assert bytes(await file.download_as_bytearray()) == b"tresc"
    assert update.message.caption == (None if kind in {"video_note", "sticker"} else "podpis")


async def test_people_send_places_contacts_and_albums(bot, control, anna):
    await control.post("/messages", **{"from": anna}, location={"latitude": 52.0, "longitude": 18.0})
    await control.post("/messages", **{"from": anna}, contact={"phone_number": "+48", "first_name": "Jan"})
    await control.post("/messages", **{"from": anna}, album=[{"photo": True, "caption": "a"}, {"photo": True}])
    location, contact, first, second = [update.message for update in await bot.get_updates()]
    assert location.location.latitude == 52.0
    assert contact.contact.first_name == "Jan"
    assert first.media_group_id == second.media_group_id is not None


@pytest.mark.parametrize(
    "kinds",
    [
        ("photo",),
        ("photo",) * 11,
        ("photo", "document"),
        ("audio", "video"),
        ("voice", "voice"),
        ("sticker", "photo"),
        (),
    ],
    ids=" ".join,
)
async def test_an_album_that_no_app_can_send_is_refused(control, anna, kinds):
    said = await control.refused("/messages", **{"from": anna}, album=[{kind: True} for kind in kinds])
    assert said.startswith("album: give 2 to 10 photos and videos")
