#!/usr/bin/env python3
"""keystoneauth's discovery of versions against Berth: by the endpoint, and by a catalogue as keystone hands it out.

    discovery.py URL

Needs Debian's python3-keystoneauth1 and python3-requests. The catalogue is served by this script, made with the
fixtures that keystoneauth has for the tests of clients.
"""
import http.server
import json
import threading

import checks

at = checks.url()
session = checks.session(at)
from keystoneauth1 import adapter  # noqa: E402
from keystoneauth1 import discover  # noqa: E402
from keystoneauth1 import exceptions  # noqa: E402
from keystoneauth1 import fixture  # noqa: E402
from keystoneauth1 import session as ks_session  # noqa: E402
from keystoneauth1.identity import v3  # noqa: E402

check = checks.Checks()

# -- by the endpoint

placement = adapter.Adapter(session, service_type='placement')
data = placement.get_endpoint_data()
check.equal('the URL of the endpoint', at, data.url.rstrip('/'))
check.equal('the version', (1, 0), data.api_version)
check.equal('the least microversion', (1, 0), data.min_microversion)
check.equal('the greatest microversion', (1, 39), data.max_microversion)
check.equal('the major version', (1, 0), placement.get_api_major_version())
check.equal('versions that are listed', 1, len(discover.Discover(session, at).version_data()))
check.equal('the state of the version', 'CURRENT', discover.Discover(session, at).version_data()[0]['raw_status'])
for wanted, found in (('1', True), ('1.0', True), ('2', False)):
    check.equal('version %s is %s' % (wanted, 'there' if found else 'not there'), found,
                bool(session.get_endpoint(service_type='placement', version=wanted)
                     and discover.Discover(session, at).url_for(wanted)))

# -- microversions

answer = placement.get('/resource_providers', microversion='1.39')
check.equal('the microversion of an answer', 'placement 1.39', answer.headers['openstack-api-version'])
answer = placement.get('/resource_providers', microversion='latest')
check.equal('the newest microversion', 'placement 1.39', answer.headers['openstack-api-version'])
answer = placement.get('/resource_providers')
check.equal('no microversion is 1.0', 'placement 1.0', answer.headers['openstack-api-version'])
refused = check.raises('a microversion to come', exceptions.NotAcceptable, placement.get, '/resource_providers',
                       microversion='1.99')
check.equal('the greatest microversion in a refusal', '1.39', refused.response.json()['errors'][0]['max_version'])
missing = check.raises('what is not there', exceptions.NotFound, placement.get, '/resource_providers/none',
                       microversion='1.39')
check.equal('the request id of a refusal', missing.request_id, missing.response.headers['x-openstack-request-id'])
check.true('a request id', missing.request_id.startswith('req-'))
stranger = adapter.Adapter(ks_session.Session(), endpoint_override=at)
check.raises('nobody', exceptions.Unauthorized, stranger.get, '/resource_providers')

# -- by a catalogue


class Keystone(http.server.BaseHTTPRequestHandler):
    """As much of keystone as hands out a catalogue."""

    def do_GET(self):
        self.answer(300, fixture.DiscoveryList(href=self.server.url, v2=False))

    def do_POST(self):
        self.rfile.read(int(self.headers['content-length']))
        token = fixture.V3Token(user_name='nova', project_name='service')
        token.set_project_scope()
        token.add_role('admin')
        service = token.add_service('placement', name='Berth')
        service.add_standard_endpoints(public=at, internal=at, admin=at, region='RegionOne')
        self.answer(201, token, {'X-Subject-Token': checks.TOKEN})

    def answer(self, status, body, headers={}):
        self.send_response(status)
        self.send_header('content-type', 'application/json')
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *arguments):
        pass


keystone = http.server.HTTPServer(('127.0.0.1', 0), Keystone)
keystone.url = 'http://127.0.0.1:%d' % keystone.server_port
threading.Thread(target=keystone.serve_forever, daemon=True).start()
auth = v3.Password(auth_url=keystone.url, username='nova', password='secret', project_name='service',
                   user_domain_id='default', project_domain_id='default')
for interface in ('public', 'internal', 'admin'):
    nova = adapter.Adapter(ks_session.Session(auth=auth), service_type='placement', interface=interface,
                           region_name='RegionOne', min_version='1', max_version='1.latest')
    check.equal('%s of the catalogue' % interface, at, nova.get_endpoint().rstrip('/'))
    check.equal('a call by it', [], nova.get('/resource_providers', microversion='1.39').json()['resource_providers'])
keystone.shutdown()

check.end()
