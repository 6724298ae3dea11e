"""Which faults of the database mean "not now": it is locked, full, read-only or away; the row itself is right."""

from django.db import InterfaceError, InternalError, OperationalError

# InternalError is how PostgreSQL says that it may only be read
UNAVAILABLE = (OperationalError, InterfaceError, InternalError)
