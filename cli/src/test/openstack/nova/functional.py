#!/usr/bin/env python3
"""Runs functional tests of nova with Berth in Placement's stead.

    functional.py URL [--list FILE] [--api-paste FILE] [TEST...]

URL is a Berth for nobody else (berth up --auth noauth): each test begins with everything in it deleted, over the API.
TEST is a test's full name, or the name of a class or module of them; without any, those of the list are run (by
default tests.txt beside this script). Needs Debian's python3-nova and python3-placement, which bring nova's tests,
python3-ddt, which some of them need, and nova-common for api-paste.ini. Ends with 0 if every test passed, 1 if one did not, 77 if something to run them is
missing.
"""
import argparse
import os
import sys
import time
import unittest

MISSING = 77
# How long what a test has left may keep the next one waiting, in seconds.
PATIENCE = 60
API_PASTES = ('/usr/share/nova-common/api-paste.ini', '/etc/nova/api-paste.ini')
TOKEN = {'x-auth-token': 'admin', 'openstack-api-version': 'placement 1.39', 'accept': 'application/json'}


def missing(what):
    print('skipped: ' + what)
    sys.exit(MISSING)


class Service:
    """A Berth that is emptied over Placement's API."""

    def __init__(self, url):
        # Before nova's fixtures put their own in the place of what requests does.
        import requests
        self.url = url.rstrip('/')
        self.session = requests.Session()
        self.session.trust_env = False

    def get(self, path):
        answer = self.session.get(self.url + path, headers=TOKEN, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def delete(self, path):
        """What keeps it from being deleted; None if it is gone."""
        answer = self.session.delete(self.url + path, headers=TOKEN, timeout=30)
        return None if answer.status_code in (204, 404) else 'DELETE %s: %d %s' % (
            path, answer.status_code, answer.text)

    def empty(self):
        """Deletes everything. A parent is refused as long as it has children, and what a test has left running may
        still write, so it goes on until nothing is left."""
        until = time.monotonic() + PATIENCE
        left = self.delete_all()
        while left:
            if time.monotonic() > until:
                raise AssertionError('not empty after %d s: %s' % (PATIENCE, left))
            time.sleep(0.1)
            left = self.delete_all()

    def delete_all(self):
        paths = []
        providers = ['/resource_providers/' + each['uuid']
                     for each in self.get('/resource_providers')['resource_providers']]
        for provider in providers:
            paths += ['/allocations/' + consumer for consumer in self.get(provider + '/allocations')['allocations']]
        # Parents are listed before their children as a rule, and what is refused goes in the next round.
        paths += reversed(providers)
        paths += ['/traits/' + trait for trait in self.get('/traits?name=startswith:CUSTOM_')['traits']]
        paths += ['/resource_classes/' + each['name'] for each in self.get('/resource_classes')['resource_classes']
                  if each['name'].startswith('CUSTOM_')]
        return [kept for kept in map(self.delete, paths) if kept]


def stand_in(service, api_paste):
    """Has nova's fixture for Placement use the service, and finds api-paste.ini where Debian puts it."""
    import fixtures
    from placement.tests.functional.fixtures import placement

    def set_up(self):
        fixtures.Fixture.setUp(self)
        service.empty()
        self.endpoint = service.url

    placement.PlacementFixture.setUp = set_up

    from nova.conf import paths
    before = paths.state_path_def
    paths.state_path_def = lambda *parts: api_paste if parts == ('etc/nova/api-paste.ini',) else before(*parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('url')
    parser.add_argument('--list', default=os.path.join(os.path.dirname(os.path.abspath(__file__)), 'tests.txt'))
    parser.add_argument('--api-paste', default=next(filter(os.path.exists, API_PASTES), None))
    parser.add_argument('tests', nargs='*', metavar='TEST')
    arguments = parser.parse_intermixed_args()

    if arguments.api_paste is None:
        missing('no api-paste.ini: install nova-common, or give --api-paste')
    try:
        import ddt  # noqa: F401
        import nova.tests.functional  # noqa: F401
        import placement.tests.functional  # noqa: F401
    except ImportError as e:
        missing('%s: install python3-nova, python3-placement and python3-ddt' % e)

    service = Service(arguments.url)
    stand_in(service, arguments.api_paste)
    names = arguments.tests
    if not names:
        with open(arguments.list) as listed:
            names = [line.strip() for line in listed if line.strip() and not line.startswith('#')]
    suite = unittest.defaultTestLoader.loadTestsFromNames(names)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    print('%d tests, %d failed, %d skipped' % (
        result.testsRun, len(result.failures) + len(result.errors), len(result.skipped)))
    sys.exit(0 if result.wasSuccessful() and result.testsRun > len(result.skipped) else 1)


if __name__ == '__main__':
    main()
