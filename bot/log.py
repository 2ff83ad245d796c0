"""What is written to stderr: ids, counts and classes of errors, never what people wrote, never the token."""

import logging
import sys

import structlog


def configure_logging(level: str) -> None:
    """One line a decision to stderr. The libraries' own lines are dropped: they quote tokens and what people wrote."""
    for name in ("aiohttp", "httpx", "httpcore", "telegram", "telegram.Bot", "alembic", "watchfiles"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    logging.getLogger().setLevel(logging.CRITICAL + 1)
    structlog.configure(
        processors=[
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.add_log_level,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], drop_missing=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
