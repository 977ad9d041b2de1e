"""Servers of a small cloud are booted, resized, moved, evacuated and deleted; each time Placement and nova agree."""
import collections
import os
import re
import time
import uuid

from books import Books
from processes import Failed, wait_for
from services import HOSTS

IMAGE_BYTES = 1 << 20
FLAVORS = {
    'small': {'ram': 64, 'vcpus': 1, 'disk': 1},
    'large': {'ram': 128, 'vcpus': 2, 'disk': 2},
}
# nova-manage placement audit: nothing found, found, found and deleted.
CLEAN, FOUND, DELETED = 0, 3, 4
# nova-manage placement heal_allocations: no server lacked its allocations.
NOTHING_TO_HEAL = 4
ORPHANS = 3
COMPLAINT = re.compile(r' (WARN|ERROR) +d\.berth')
SECONDS_PER_SERVER = 12
SECONDS_AT_LEAST = 120


class Scenario:
    def __init__(self, people, count):
        self.people, self.services = people, people.services
        self.user, self.admin = people.user, people.admin
        self.count = count
        self.books = Books(people)
        self.begun = self.phase = self.answers = self.first = None
        self.image, self.flavors = None, {}

    def play(self):
        began = time.monotonic()
        self.first = self.books.answers()
        print('%-34s %7s %8s %9s %7s' % ('phase', 'servers', 'seconds', 'consumers', 'Berth'), flush=True)
        self.prepare()
        servers = self.boot()
        self.refuse_what_does_not_fit()
        self.compare_with_command_line()
        self.resize(servers[:self.count // 2])
        self.migrate(servers[self.count // 4:self.count * 3 // 4])
        self.evacuate()
        self.find_orphans()
        self.delete(servers)
        self.close()
        print('Placement and nova agreed after each phase: %d servers, %.0f s.' % (
            self.count, time.monotonic() - began), flush=True)

    # How a phase is told and waited for.

    def begin(self, phase):
        self.phase, self.begun = phase, time.monotonic()
        self.answers = self.books.answers()

    def end(self, count, held=None):
        """Compares nova's books with Placement's, and prints the line of the phase. held: what else is to be there."""
        seconds = time.monotonic() - self.begun
        # Without those of the comparison.
        answers = self.books.answers() - self.answers
        consumers = self.books.compare(held or {}, self.wait)
        print('%-34s %7d %8.1f %9d %7d' % (self.phase, count, seconds, consumers, answers.total()), flush=True)
        failed = {status: count for status, count in answers.items() if status >= 500}
        if failed:
            raise Failed('expected no answer of 500 or above of Berth in phase "%s" but got %s; see %s' % (
                self.phase, failed, self.services.processes.log('berth')))

    def wait(self, what, check, log='nova-conductor'):
        def checked():
            self.services.processes.check()
            return check()

        seconds = max(SECONDS_AT_LEAST, SECONDS_PER_SERVER * self.count)
        return wait_for('in phase "%s": %s' % (self.phase, what), seconds, checked, every=1,
                        log=self.services.processes.log(log))

    def wait_for_servers(self, ids, status):
        """Waits until all these servers have the status and nothing is being done to them."""
        def reached():
            found = self.books.servers()
            for each in ids:
                if each not in found:
                    raise Failed('in phase "%s": server %s is gone' % (self.phase, each))
                if found[each].status == 'ERROR':
                    raise Failed('in phase "%s": server %s is in ERROR: %s; see the logs of nova in %s' % (
                        self.phase, each, self.books.fault(each), os.path.join(self.services.directory, 'log')))
            return all(found[each].status == status and found[each].task is None for each in ids)

        self.wait('%d servers in %s' % (len(ids), status), reached)

    def act(self, caller, ids, body):
        for each in ids:
            caller.compute.make('/servers/%s/action' % each, body)

    def audit(self, expected):
        """What nova itself thinks of Placement's books."""
        self.services.nova_manage('placement', 'audit', '--verbose', expected=(expected,))

    def heal(self):
        self.services.nova_manage(
            'placement', 'heal_allocations', '--dry-run', '--verbose', expected=(NOTHING_TO_HEAL,))

    # The phases.

    def prepare(self):
        """An image, uploaded, and two flavors."""
        made = self.admin.image.make('/v2/images', {
            'name': 'blank', 'disk_format': 'raw', 'container_format': 'bare', 'visibility': 'public'})
        self.image = made['id']
        self.admin.image.call('PUT', '/v2/images/%s/file' % self.image, (204,), data=bytes(IMAGE_BYTES),
                              headers={'content-type': 'application/octet-stream'})
        for name, sizes in FLAVORS.items():
            made = self.admin.compute.make('/flavors', {'flavor': {'name': name, **sizes}})
            self.flavors[name] = made['flavor']['id']

    def create(self, name, flavor):
        return self.user.compute.make('/servers', {'server': {
            'name': name, 'imageRef': self.image, 'flavorRef': flavor, 'networks': 'none'}})['server']['id']

    def boot(self):
        self.begin('boot')
        ids = [self.create('server-%03d' % number, self.flavors['small']) for number in range(self.count)]
        self.wait_for_servers(ids, 'ACTIVE')
        self.end(len(ids))
        self.audit(CLEAN)
        self.heal()
        return ids

    def refuse_what_does_not_fit(self):
        """More memory than any host has: the scheduler gets no candidates, and nothing is held for the server."""
        self.begin('refuse what does not fit')
        huge = self.admin.compute.make('/flavors', {'flavor': {
            'name': 'huge', 'ram': 1 << 30, 'vcpus': 1, 'disk': 1}})['flavor']['id']
        server = self.create('too-large', huge)
        self.wait('a server in ERROR', lambda: self.books.servers()[server].status == 'ERROR', 'nova-scheduler')
        fault = self.books.fault(server)
        if 'No valid host was found' not in fault:
            raise Failed('expected no valid host for a server of 1 PiB but nova said: ' + fault)
        self.end(1)
        self.user.compute.remove('/servers/' + server)
        self.wait('a deleted server', lambda: server not in self.books.servers())

    def compare_with_command_line(self):
        """The openstack command line finds Berth in the catalogue, and shows the same."""
        self.begin('openstack resource provider')
        listed = {each['name']: each['uuid'] for each in self.people.openstack('resource', 'provider', 'list')}
        if listed != self.people.providers():
            raise Failed('expected providers %s of the openstack command line but got %s' % (
                self.people.providers(), listed))
        used = sum(
            each['usage'] for provider in listed.values()
            for each in self.people.openstack('resource', 'provider', 'usage', 'show', provider)
            if each['resource_class'] == 'VCPU')
        if used != self.count * FLAVORS['small']['vcpus']:
            raise Failed('expected %d VCPU used but the openstack command line said %d' % (self.count, used))
        self.end(self.count)

    def move(self, kind, caller, ids, body):
        """Moves servers: both hosts are held until half is confirmed and half goes back."""
        before = self.books.servers()
        self.begin(kind)
        self.act(caller, ids, body)
        self.wait_for_servers(ids, 'VERIFY_RESIZE')
        for each in ids:
            if self.books.servers()[each].host == before[each].host:
                raise Failed('expected server %s to leave %s' % (each, before[each].host))
        self.end(len(ids), self.books.held_by_migrations(before, ids))
        self.audit(CLEAN)
        middle = len(ids) // 2
        self.begin(kind + ': confirm')
        self.act(self.user, ids[:middle], {'confirmResize': None})
        self.wait_for_servers(ids[:middle], 'ACTIVE')
        self.end(middle, self.books.held_by_migrations(before, ids[middle:]))
        self.begin(kind + ': revert')
        self.act(self.user, ids[middle:], {'revertResize': None})
        self.wait_for_servers(ids[middle:], 'ACTIVE')
        self.end(len(ids) - middle)
        after = self.books.servers()
        for each in ids[middle:]:
            if (after[each].host, after[each].resources) != (before[each].host, before[each].resources):
                raise Failed('expected server %s as it was before but it is %s' % (each, after[each]))
        self.audit(CLEAN)
        self.heal()

    def resize(self, ids):
        self.move('resize', self.user, ids, {'resize': {'flavorRef': self.flavors['large']}})

    def migrate(self, ids):
        self.move('migrate', self.admin, ids, {'migrate': {'host': None}})

    def evacuate(self):
        """A host loses its power: until it is back it is held as well, by the servers that were on it."""
        before = self.books.servers()
        lost = collections.Counter(each.host for each in before.values()).most_common(1)[0][0]
        ids = [each for each, server in before.items() if server.host == lost]
        service = next(
            each['id'] for each in self.admin.compute.read('/os-services?binary=nova-compute')['services']
            if each['host'] == lost)
        self.begin('evacuate ' + lost)
        self.services.processes.kill('nova-compute-' + lost)
        self.admin.compute.replace('/os-services/' + service, {'forced_down': True})
        self.act(self.admin, ids, {'evacuate': {}})
        self.wait_for_servers(ids, 'ACTIVE')
        self.wait('evacuations that are done', lambda: self.books.evacuations('done') >= set(ids))
        self.end(len(ids), self.books.held_by_servers(before, ids))
        # nova itself calls what is held of the lost host orphaned, for its servers are elsewhere.
        self.audit(FOUND)
        self.begin(lost + ' comes back')
        self.services.start_compute(lost)
        self.wait('evacuations that %s has seen' % lost, lambda: self.books.evacuations('completed') >= set(ids),
                  'nova-compute-' + lost)
        self.admin.compute.replace('/os-services/' + service, {'forced_down': False})
        self.end(len(ids))
        self.audit(CLEAN)
        self.heal()

    def find_orphans(self):
        """What nobody has is found and deleted: an audit that finds nothing is worth something."""
        self.begin('plant orphans')
        provider = self.people.providers()[HOSTS[1]]
        orphans = {str(uuid.uuid4()): {provider: {'VCPU': 1, 'MEMORY_MB': 64}} for _ in range(ORPHANS)}
        for consumer, held in orphans.items():
            self.admin.placement.replace('/allocations/' + consumer, {
                'allocations': {each: {'resources': resources} for each, resources in held.items()},
                'project_id': self.user.project_id(), 'user_id': self.user.user_id(),
                'consumer_generation': None, 'consumer_type': 'INSTANCE'})
        self.end(ORPHANS, orphans)
        said = self.services.nova_manage('placement', 'audit', '--verbose', expected=(FOUND,))[1]
        unnamed = [each for each in orphans if each not in said]
        if unnamed:
            raise Failed('expected nova-manage to name %s but it said: %s' % (unnamed, said))
        self.begin('delete orphans by nova-manage')
        self.services.nova_manage('placement', 'audit', '--verbose', '--delete', expected=(DELETED,))
        self.end(ORPHANS)
        self.audit(CLEAN)

    def delete(self, ids):
        self.begin('delete')
        for each in ids:
            self.user.compute.remove('/servers/' + each)
        self.wait('all servers deleted', lambda: not self.books.servers())
        self.end(len(ids))

    def close(self):
        """Nothing is held, nova finds nothing amiss, and the log of Berth says what its state says."""
        self.phase = 'close'
        answers = sorted((self.books.answers() - self.first).items())
        print("Berth's answers by status: " + ', '.join('%d of %d' % (count, status) for status, count in answers))
        with open(self.services.processes.log('berth')) as log:
            complaints = [line for line in log if COMPLAINT.search(line)]
        if complaints:
            raise Failed('expected no warning of Berth but got %d: %s' % (len(complaints), complaints[0]))
        left = self.books.in_use()
        if left:
            raise Failed('expected no usage but Placement has ' + str(left))
        print('usage: none', flush=True)
        self.audit(CLEAN)
        print('nova-manage placement audit: nothing found', flush=True)
        said = self.services.run_berth(self.admin.token(), 'audit', 'verify')[1].strip()
        print('berth audit verify:\n    ' + said.replace('\n', '\n    '), flush=True)
        if said.splitlines()[-1] != 'identical':
            raise Failed('expected berth audit verify to end with "identical"')
