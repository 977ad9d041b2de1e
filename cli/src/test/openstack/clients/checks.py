"""What the scripts beside this one share: an empty Berth to talk to, and checks that are counted and told.

Each script is run as

    SCRIPT.py URL

where URL is a Berth for nobody else (berth up --auth noauth, or a test's own). It ends with 0 if all checks hold, 1 if
one does not, 77 if something to run it is missing.
"""
import os
import sys

MISSING = 77
TOKEN = 'admin'


def missing(what):
    print('skipped: ' + what)
    sys.exit(MISSING)


def url():
    if len(sys.argv) != 2:
        sys.exit('usage: %s URL' % os.path.basename(sys.argv[0]))
    # What the environment says of other clouds and proxies is not meant here.
    for name in list(os.environ):
        if name.startswith('OS_') or name.lower().endswith('_proxy'):
            del os.environ[name]
    return sys.argv[1].rstrip('/')


def session(at):
    """A session of keystoneauth's with a token and an endpoint, as services have that ask no keystone."""
    try:
        from keystoneauth1 import session as ks_session
        from keystoneauth1 import token_endpoint
    except ImportError as e:
        missing('%s: install python3-keystoneauth1' % e)
    return ks_session.Session(auth=token_endpoint.Token(at, TOKEN))


class Checks:
    def __init__(self):
        self.done = 0
        self.failures = 0

    def equal(self, what, expected, got):
        self.done += 1
        if expected == got:
            print('ok      ' + what)
        else:
            self.failures += 1
            print('FAILED  %s\n  expected: %r\n  got:      %r' % (what, expected, got))

    def true(self, what, got):
        self.equal(what, True, bool(got))

    def raises(self, what, kind, call, *arguments, **named):
        """The exception that a call ends with, which has to be of a kind."""
        try:
            got = call(*arguments, **named)
        except kind as e:
            self.equal(what, kind.__name__, type(e).__name__ if type(e) is kind else kind.__name__)
            return e
        self.equal(what, kind.__name__, got)
        return None

    def end(self):
        print('%d checks, %d failures' % (self.done, self.failures))
        sys.exit(0 if self.done and not self.failures else 1)
