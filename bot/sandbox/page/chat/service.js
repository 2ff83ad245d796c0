// What happened in a chat, in words.

// Null for what a person or a bot said.
export function serviceText(message) {
  const found = Object.entries(SERVICE).find(([kind]) => message[kind] !== undefined);
  return found ? found[1](message[found[0]]) : null;
}

const SERVICE = {
  new_chat_members: (users) => `Dołącza: ${users.map((user) => user.first_name).join(", ")}`,
  left_chat_member: (user) => `Odchodzi: ${user.first_name}`,
  new_chat_title: (title) => `Nowa nazwa grupy: ${title}`,
  pinned_message: () => "Przypięto wiadomość",
  migrate_to_chat_id: () => "Grupa stała się supergrupą",
  migrate_from_chat_id: () => "Supergrupa powstała z grupy",
  forum_topic_created: (topic) => `Nowy temat: ${topic.name}`,
  forum_topic_edited: (topic) => (topic.name ? `Nowa nazwa tematu: ${topic.name}` : "Zmieniono temat"),
  forum_topic_closed: () => "Temat zamknięty",
  forum_topic_reopened: () => "Temat otwarty ponownie",
};
