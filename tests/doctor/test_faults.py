"""Each fault made on purpose is named, with a mend that works when it is followed to the letter."""

import pytest
from django.db import connection

from faq.doctor import looks
from tests.doctor import table
from tests.doctor.faults import content, databases, machine, outside, safety
from tests.doctor.following import follow
from tests.doctor.table import Fault

pytestmark = pytest.mark.django_db
MADE_IN = (content, databases, machine, outside, safety)
# Fewer would leave a subject of the manual without one
FEWEST = 60


def _as_parameter(fault: Fault) -> object:
    return pytest.param(fault, id=fault.name, marks=[getattr(pytest.mark, name) for name in fault.marks])


@pytest.mark.parametrize("fault", [_as_parameter(fault) for fault in table.ALL])
def test_a_fault_is_named_and_its_mend_works(fault: Fault, request):
    if "once" in fault.marks and connection.vendor != "sqlite":
        pytest.skip("this run is on PostgreSQL, and the fault is made on SQLite")
    site = request.getfixturevalue(fault.site)
    hands = fault.make(site) or {}
    problem, mend = site.faults().get(fault.part, ("", ""))

    follow(mend, site, hands)

    assert fault.says in problem
    assert fault.part not in site.faults()


def test_each_part_that_is_looked_at_has_such_a_fault():
    looked_at = {finding.part for finding in looks.findings(asks_the_site=True)}

    assert looked_at == {fault.part for fault in table.ALL}


def test_the_faults_are_many_and_each_is_another_one():
    kinds = {(fault.name, fault.part, fault.says) for fault in table.ALL}
    of_modules = [name for module in MADE_IN for name in vars(module) if name in {fault.name for fault in table.ALL}]

    assert len(kinds) == len(table.ALL) == len({fault.name for fault in table.ALL}) == len(of_modules)
    assert len(kinds) >= FEWEST
