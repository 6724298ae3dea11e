"""Which faults of the database mean "not now": it is locked, full, read-only or away; the row itself is right."""

from django.db import IntegrityError, InterfaceError, InternalError, OperationalError, ProgrammingError

# InternalError is how PostgreSQL says that it may only be read
UNAVAILABLE = (OperationalError, InterfaceError, InternalError)
# How a statement of this version ends once a newer version has changed the tables, while its processes take over
NEWER_TABLES = (ProgrammingError, IntegrityError)
