"""Who calls in a small cloud, what is in its catalogue, and sessions that find services there as every client does."""
import json
import os

from keystoneauth1 import adapter, exceptions, identity, session

from processes import Failed, wait_for
from services import HOSTS, PASSWORD, REGION, START_SECONDS

# nova's newest microversion in Debian 12, and that of Placement which has consumer types.
COMPUTE = '2.93'
PLACEMENT = '1.39'
CALL_SECONDS = 60
ENDPOINTS = {
    'compute': ('nova', '/v2.1'), 'image': ('glance', ''), 'network': ('network', ''), 'placement': ('berth', '')}
# Glance and nova act for others, so they are administrators; as whom Berth asks Keystone needs to be a service alone.
SERVICE_USERS = {'placement': ('service',), 'neutron': ('service',), 'glance': ('service', 'admin'),
                 'nova': ('service', 'admin')}


class Caller:
    """A user of a project, with what the catalogue says of services."""

    def __init__(self, auth_url, name, project):
        self.name, self.project = name, project
        self.session = session.Session(identity.V3Password(
            auth_url=auth_url, username=name, password=PASSWORD, user_domain_name='Default', project_name=project,
            project_domain_name='Default'))
        self.compute = self.adapter('compute', COMPUTE)
        self.placement = self.adapter('placement', PLACEMENT)
        self.image = self.adapter('image')
        self.identity = self.adapter('identity')

    def adapter(self, service, microversion=None):
        return Service(
            self.session, service_type=service, region_name=REGION, default_microversion=microversion,
            connect_retries=0)

    def token(self):
        return self.session.get_token()

    def user_id(self):
        return self.session.get_user_id()

    def project_id(self):
        return self.session.get_project_id()


class Service(adapter.Adapter):
    """A service as one caller sees it; what it refuses is Failed, with what it said."""

    def call(self, method, path, expected, **arguments):
        try:
            answer = self.request(path, method, raise_exc=False, timeout=CALL_SECONDS, **arguments)
        except exceptions.ClientException as e:
            raise Failed('%s %s of %s: %s' % (method, path, self.service_type, e))
        if answer.status_code not in expected:
            raise Failed('expected %s of %s %s of %s but got %d: %s' % (
                ' or '.join(map(str, expected)), method, path, self.service_type, answer.status_code, answer.text))
        return answer

    def read(self, path):
        return self.call('GET', path, (200,)).json()

    def make(self, path, body, *expected):
        answer = self.call('POST', path, expected or (200, 201, 202, 204), json=body)
        return answer.json() if answer.content else {}

    def replace(self, path, body=None):
        answer = self.call('PUT', path, (200, 201, 204), **({} if body is None else {'json': body}))
        return answer.json() if answer.content else {}

    def remove(self, path, *expected):
        self.call('DELETE', path, expected or (202, 204))


class People:
    """An administrator, a user of a project, and the users of the services."""

    def __init__(self, services):
        self.services = services
        self.auth_url = services.url('keystone') + '/v3'
        self.admin = Caller(self.auth_url, 'admin', 'admin')
        self.user = Caller(self.auth_url, 'tester', 'cloud')

    def enrol(self):
        """Makes users, projects, roles and the catalogue in Keystone."""
        keystone = self.admin.identity
        roles = {each['name']: each['id'] for each in keystone.read('/roles')['roles']}
        if 'service' not in roles:
            roles['service'] = keystone.make('/roles', {'role': {'name': 'service'}})['role']['id']
        projects = {
            name: keystone.make('/projects', {'project': {'name': name}})['project']['id']
            for name in ('service', 'cloud')}
        for name, project, names in [(self.user.name, 'cloud', ('member',))] + [
                (name, 'service', names) for name, names in SERVICE_USERS.items()]:
            user = keystone.make('/users', {'user': {'name': name, 'password': PASSWORD}})['user']['id']
            for role in names:
                keystone.replace('/projects/%s/users/%s/roles/%s' % (projects[project], user, roles[role]))
        for kind, (service, path) in ENDPOINTS.items():
            made = keystone.make('/services', {'service': {'type': kind, 'name': kind}})['service']['id']
            for interface in ('public', 'internal'):
                keystone.make('/endpoints', {'endpoint': {
                    'service_id': made, 'interface': interface, 'region_id': REGION,
                    'url': self.services.url(service) + path}})
        # The catalogue comes with a token, and that of before has nothing in it.
        self.admin = Caller(self.auth_url, 'admin', 'admin')
        return self

    def discover_hosts(self):
        """Waits until both computes live and have reported what they have to Placement, and adds them to the cell."""
        def live():
            self.services.processes.check()
            up = [each for each in self.admin.compute.read('/os-services?binary=nova-compute')['services']
                  if each['state'] == 'up']
            return len(up) == len(HOSTS) and set(self.providers()) == set(HOSTS)

        wait_for('two computes that are up, and their providers', START_SECONDS, live,
                 log=self.services.processes.log('nova-compute-cn1'))
        said = self.services.nova_manage('cell_v2', 'discover_hosts', '--verbose')[1]
        if 'Creating host mapping' not in said:
            raise Failed('expected hosts to be discovered but nova-manage said: ' + said)
        return self

    def providers(self):
        """The ids of providers by name."""
        found = self.admin.placement.read('/resource_providers')['resource_providers']
        return {each['name']: each['uuid'] for each in found}

    def openstack(self, *arguments):
        """What the openstack command line prints to an administrator, as JSON."""
        caller = {
            'OS_AUTH_URL': self.auth_url, 'OS_USERNAME': 'admin', 'OS_PASSWORD': PASSWORD, 'OS_PROJECT_NAME': 'admin',
            'OS_USER_DOMAIN_NAME': 'Default', 'OS_PROJECT_DOMAIN_NAME': 'Default', 'OS_IDENTITY_API_VERSION': '3',
            'OS_PLACEMENT_API_VERSION': '1.29'}
        return json.loads(self.services.processes.run(
            'openstack', ['/usr/bin/openstack', *arguments, '-f', 'json'], **caller)[1])

    def how_to_use(self):
        return '\n'.join([
            'Use it with:',
            '  export OS_AUTH_URL=%s OS_IDENTITY_API_VERSION=3 OS_USERNAME=admin OS_PASSWORD=%s' % (
                self.auth_url, PASSWORD),
            '  export OS_PROJECT_NAME=admin OS_USER_DOMAIN_NAME=Default OS_PROJECT_DOMAIN_NAME=Default',
            '  openstack resource provider list',
            'nova-manage takes --config-file %s. Ctrl-C stops it.' % os.path.join(
                self.services.directory, 'etc', 'nova.conf')])
