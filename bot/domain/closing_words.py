"""Whether a message only says thanks, agrees or says goodbye: nobody has to answer it."""

from bot.domain.lexicon import Lexicon, starts_with
from bot.domain.matching import tokenise


def are(words: str, lexicon: Lexicon) -> bool:
    """Tell whether a message is nothing but words that end a conversation, or signs that do."""
    tokens = tuple(tokenise(words))
    if not tokens:
        return any(sign in lexicon.closing_signs for sign in words) and not any(sign in "?" for sign in words)
    if "?" in words:
        return False
    while tokens:
        length = starts_with(tokens, lexicon.closing)
        if not length:
            return False
        tokens = tokens[length:]
    return True
