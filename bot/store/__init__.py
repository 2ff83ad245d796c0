"""Durable state: SQLAlchemy Core, one module per aggregate, the same statements on SQLite and PostgreSQL."""
