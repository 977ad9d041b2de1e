#!/usr/bin/env python3
"""The calls that blazar makes to Placement for reservations of instances, against Berth.

    blazar.py URL

blazar asks by an adapter of keystoneauth's, in 1.29, and looks at status and code of what is refused. Debian has no
package of blazar itself. Needs python3-keystoneauth1.
"""
import checks

at = checks.url()
session = checks.session(at)
from keystoneauth1 import adapter  # noqa: E402

RESERVATION = '4fa6ac01-0e8e-4b5f-9b8a-6ad8f0b1c9c5'
CLASS = 'CUSTOM_RESERVATION_' + RESERVATION.upper().replace('-', '_')

check = checks.Checks()
placement = adapter.Adapter(session, service_type='placement', interface='internal', region_name='RegionOne',
                            additional_headers={'accept': 'application/json'})


def call(method, path, body=None):
    named = {} if body is None else {'json': body}
    # As a number, as blazar has it.
    return getattr(placement, method)(path, raise_exc=False, microversion=1.29, **named)


def named(name):
    found = call('get', '/resource_providers?name=' + name).json()['resource_providers']
    return found[0] if found else None


def change(provider, amount):
    """Adds to what is reserved on a host, from what was read of it."""
    path = '/resource_providers/%s/inventories' % provider
    now = call('get', path).json()
    there = now['inventories'].get(CLASS)
    now['inventories'][CLASS] = dict(there or {'allocation_ratio': 1.0, 'max_unit': 1, 'min_unit': 1, 'reserved': 0,
                                               'step_size': 1, 'total': 0})
    now['inventories'][CLASS]['total'] += amount
    return call('put', path, now)


# -- a host is enrolled: a provider below its own

host = call('post', '/resource_providers', {'name': 'node1'}).json()
check.equal('a host by name', host['uuid'], named('node1')['uuid'])
check.equal('nobody by name', None, named('blazar_node1'))
made = call('post', '/resource_providers', {'name': 'blazar_node1', 'parent_provider_uuid': host['uuid']})
check.equal('a provider for reservations', 200, made.status_code)
check.equal('its parent', host['uuid'], made.json()['parent_provider_uuid'])
again = call('post', '/resource_providers', {'name': 'blazar_node1', 'parent_provider_uuid': host['uuid']})
check.equal('a name that is taken', 409, again.status_code)

# -- a lease begins: a class of its own, and room for its instances

check.equal('a class', 201, call('post', '/resource_classes', {'name': CLASS}).status_code)
check.equal('a class that is there', 409, call('post', '/resource_classes', {'name': CLASS}).status_code)
provider = named('blazar_node1')['uuid']
check.equal('room for two', 2, change(provider, 2).json()['inventories'][CLASS]['total'])
check.equal('room for three', 3, change(provider, 1).json()['inventories'][CLASS]['total'])
old = call('put', '/resource_providers/%s/inventories' % provider, {
    'resource_provider_generation': 0, 'inventories': {}})
check.equal('an old generation', (409, 'placement.concurrent_update'),
            (old.status_code, old.json()['errors'][0]['code']))
check.equal('its traits', [], call('get', '/resource_providers/%s/traits' % provider).json()['traits'])
check.equal('hosts that can serve it', ['blazar_node1'], [each['name'] for each in call(
    'get', '/resource_providers?resources=%s:1&in_tree=%s' % (CLASS, host['uuid'])).json()['resource_providers']])
found = call('get', '/allocation_candidates?resources=%s:1' % CLASS).json()
check.equal('candidates', [provider], list(found['allocation_requests'][0]['allocations']))

# -- it ends

path = '/resource_providers/%s/inventories/%s' % (provider, CLASS)
check.equal('its room is given back', 204, call('delete', path).status_code)
check.equal('it is gone', 404, call('delete', path).status_code)
check.equal('its class is deleted', 204, call('delete', '/resource_classes/' + CLASS).status_code)
check.equal('a class that is gone', 404, call('delete', '/resource_classes/' + CLASS).status_code)
check.equal('a parent is not deleted', 409, call('delete', '/resource_providers/' + host['uuid']).status_code)
for each in (provider, host['uuid']):
    check.equal('a provider is deleted', 204, call('delete', '/resource_providers/' + each).status_code)
check.end()
