"""The Bot API methods, by concern; a method takes a `Call` and returns the `result` of the answer."""

from collections.abc import Callable

from bot.sandbox.methods import (
    callbacks,
    chats,
    copying,
    editing,
    media,
    places,
    profile,
    receiving,
    replacing,
    sending,
    topics,
)
from bot.sandbox.methods.call import Call

Method = Callable[[Call], object]

# Every method but getUpdates, which waits; names as documented, found without regard to case.
METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendChatAction": sending.send_chat_action,
    "sendPhoto": media.send_photo,
    "sendDocument": media.send_document,
    "sendVideo": media.send_video,
    "sendAudio": media.send_audio,
    "sendVoice": media.send_voice,
    "sendVideoNote": media.send_video_note,
    "sendAnimation": media.send_animation,
    "sendSticker": media.send_sticker,
    "sendMediaGroup": media.send_media_group,
    "sendLocation": places.send_location,
    "sendVenue": places.send_venue,
    "sendContact": places.send_contact,
    "copyMessage": copying.copy_message,
    "getFile": media.get_file,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": replacing.edit_message_media,
    "deleteMessage": editing.delete_message,
    "answerCallbackQuery": callbacks.answer_callback_query,
    "setMessageReaction": chats.set_message_reaction,
    "getChatMember": chats.get_chat_member,
    "leaveChat": chats.leave_chat,
    "pinChatMessage": chats.pin_chat_message,
    "unpinChatMessage": chats.unpin_chat_message,
    "createForumTopic": topics.create_forum_topic,
    "editForumTopic": topics.edit_forum_topic,
    "closeForumTopic": topics.close_forum_topic,
    "reopenForumTopic": topics.reopen_forum_topic,
    "deleteForumTopic": topics.delete_forum_topic,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
}
