"""Who holds what: as nova has it in its servers and migrations, and as Placement has it in its allocations."""
import collections
import re
import urllib.request

from processes import Failed

Server = collections.namedtuple('Server', 'host resources status task project user')

PAGE = 1000
REQUESTS = re.compile(r'^berth_http_requests_seconds_count\{(.*)\} (\S+)$', re.MULTILINE)
STATUS = re.compile(r'status="(\d+)"')
SHOWN_DIFFERENCES = 5


class Books:
    def __init__(self, people):
        self.people = people
        self.compute, self.placement = people.admin.compute, people.admin.placement

    # nova's.

    def servers(self):
        """All servers of all projects by their ids."""
        found = self.compute.read('/servers/detail?all_tenants=1&limit=%d' % PAGE)['servers']
        return {each['id']: Server(
            each['OS-EXT-SRV-ATTR:host'],
            {'VCPU': each['flavor']['vcpus'], 'MEMORY_MB': each['flavor']['ram'], 'DISK_GB': each['flavor']['disk']},
            each['status'], each['OS-EXT-STS:task_state'], each['tenant_id'], each['user_id']) for each in found}

    def fault(self, server):
        """What nova says of a server in ERROR."""
        return self.compute.read('/servers/' + server)['server'].get('fault', {}).get('message', 'no fault')

    def migrations(self, kind):
        return self.compute.read('/os-migrations?migration_type=%s&limit=%d' % (kind, PAGE))['migrations']

    def evacuations(self, status):
        """The servers whose evacuation got so far."""
        return {each['instance_uuid'] for each in self.migrations('evacuation') if each['status'] == status}

    def held_by_migrations(self, before, ids):
        """What is held on the hosts that servers may go back to, by the migrations that took it over."""
        providers = self.people.providers()
        return {
            each['uuid']: {providers[each['source_node']]: before[each['instance_uuid']].resources}
            for kind in ('resize', 'migration') for each in self.migrations(kind)
            if each['status'] == 'finished' and each['instance_uuid'] in ids}

    def held_by_servers(self, before, ids):
        """What servers hold of the host that they were on, beside what they hold where they are."""
        providers = self.people.providers()
        return {each: {providers[before[each].host]: before[each].resources} for each in ids}

    # Placement's.

    def allocations(self):
        """Resources by provider by consumer."""
        held = collections.defaultdict(dict)
        for provider in self.people.providers().values():
            of_provider = self.placement.read('/resource_providers/%s/allocations' % provider)['allocations']
            for consumer, allocation in of_provider.items():
                held[consumer][provider] = allocation['resources']
        return dict(held)

    def in_use(self):
        """Usage by provider and class, without what is nought; and that of the project."""
        used = {}
        for name, provider in self.people.providers().items():
            usages = self.placement.read('/resource_providers/%s/usages' % provider)['usages']
            used.update({(name, kind): amount for kind, amount in usages.items() if amount})
        for kind, amount in self.in_use_by_project().items():
            used['project', kind] = amount
        return used

    def in_use_by_project(self):
        project = self.people.user.project_id()
        found = self.placement.read('/usages?project_id=' + project)['usages']
        used = collections.Counter()
        for of_type in found.values():
            used.update({kind: amount for kind, amount in of_type.items() if kind != 'consumer_count' and amount})
        return dict(used)

    def answers(self):
        """How many requests Berth has answered, by status."""
        with urllib.request.urlopen(self.people.services.url('berth') + '/metrics', timeout=30) as answer:
            found = REQUESTS.findall(answer.read().decode())
        if not found:
            raise Failed('expected berth_http_requests_seconds_count in /metrics of Berth')
        answers = collections.Counter()
        for labels, count in found:
            answers[int(STATUS.search(labels).group(1))] += int(float(count))
        return answers

    # Both.

    def compare(self, also, wait):
        """Waits until both say the same, by consumer, provider and project; how many consumers there are."""
        providers = self.people.providers()
        servers = self.servers()
        expected = {each: {providers[server.host]: server.resources} for each, server in servers.items() if server.host}
        for consumer, held in also.items():
            expected.setdefault(consumer, {}).update(held)
        try:
            # What a compute gives back comes a little after the status that says it is done.
            wait('the same in nova and in Placement', lambda: self.allocations() == expected)
        except Failed as failure:
            raise Failed('%s\n%s' % (failure, differences(expected, self.allocations())))
        self.compare_usage(expected)
        for each, server in servers.items():
            kept = self.placement.read('/allocations/' + each)
            if kept['allocations'] and (kept['project_id'], kept['user_id']) != (server.project, server.user):
                raise Failed('expected server %s to be of user %s of project %s but Placement has %s of %s' % (
                    each, server.user, server.project, kept['user_id'], kept['project_id']))
        return len(expected)

    def compare_usage(self, expected):
        names = {provider: name for name, provider in self.people.providers().items()}
        used = collections.Counter()
        for held in expected.values():
            for provider, resources in held.items():
                for kind, amount in resources.items():
                    used[names[provider], kind] += amount
                    used['project', kind] += amount
        found = self.in_use()
        if found != dict(used):
            raise Failed('expected the sums of all allocations as usage but\n%s' % differences(dict(used), found))


def differences(expected, found):
    keys = [each for each in sorted({*expected, *found}, key=str) if expected.get(each) != found.get(each)]
    lines = ['    %s: nova %s, Placement %s' % (each, expected.get(each), found.get(each))
             for each in keys[:SHOWN_DIFFERENCES]]
    if len(keys) > SHOWN_DIFFERENCES:
        lines.append('    and %d more' % (len(keys) - SHOWN_DIFFERENCES))
    return '\n'.join(lines)
