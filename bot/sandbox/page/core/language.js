// In which language a text is, so that a screen reader reads it aloud as one: the page itself is Polish.

const CYRILLIC = /\p{Script=Cyrillic}/u;
// Letters that Ukrainian does not have.
const RUSSIAN = /[ыэъё]/i;
const POLISH = /[ąćęłńóśźż]/i;

// `spoken` is the language that the person has set in Telegram; null for Polish, which needs no mark.
export function languageOf(text, spoken) {
  if (CYRILLIC.test(text)) {
    return RUSSIAN.test(text) ? "ru" : "uk";
  }
  return spoken === "en" && !POLISH.test(text) ? "en" : null;
}
