#!/usr/bin/env python3
"""The calls that cyborg makes to Placement for the accelerators of a host, against Berth.

    cyborg.py URL

cyborg reaches Placement through openstacksdk's proxy, as this script does, in the versions that it names: 1.6 for
traits, 1.7 for classes, 1.14 for trees, 1.20 for providers, none (so 1.0) for inventories. Debian has no package of
cyborg itself. Needs python3-openstacksdk.
"""
import checks

at = checks.url()
session = checks.session(at)
try:
    from openstack import connection
except ImportError as e:
    checks.missing('%s: install python3-openstacksdk' % e)

NODE = '00000000-0000-4000-8000-000000000001'
DEVICE = '00000000-0000-4000-8000-000000000002'
GLOBAL_ID = 'req-00000000-0000-4000-8000-0000000000dd'

check = checks.Checks()
placement = connection.Connection(session=session, placement_endpoint_override=at).placement


def call(method, path, body=None, version=None):
    named = {} if body is None else {'json': body}
    return getattr(placement, method)(path, microversion=version, global_request_id=GLOBAL_ID, **named)


def status(*arguments, **named):
    return call(*arguments, **named).status_code


def ensure_provider(uuid, name, parent=None):
    if status('get', '/resource_providers/' + uuid, version='1.6') != 200:
        body = {'uuid': uuid, 'name': name}
        if parent:
            body['parent_provider_uuid'] = parent
        return call('post', '/resource_providers', body, version='1.20').json()
    return None


def generation(uuid):
    return call('get', '/resource_providers/' + uuid).json()['generation']


def put_traits(uuid, traits):
    return status('put', '/resource_providers/%s/traits' % uuid, {
        'resource_provider_generation': generation(uuid), 'traits': traits}, version='1.6')


def traits(uuid):
    return sorted(call('get', '/resource_providers/%s/traits' % uuid, version='1.6').json()['traits'])


# -- a device is found: classes, a provider below its host, its inventory and its traits

ensure_provider(NODE, 'node1')
check.equal('a class that is new', 201, status('put', '/resource_classes/CUSTOM_FPGA_A', version='1.7'))
check.equal('a class that is there', 204, status('put', '/resource_classes/CUSTOM_FPGA_A', version='1.7'))
made = ensure_provider(DEVICE, 'node1_fpga_0', NODE)
check.equal('a provider with its parent', NODE, made['parent_provider_uuid'])
check.equal('a provider that is there', None, ensure_provider(DEVICE, 'node1_fpga_0', NODE))
answer = call('put', '/resource_providers/%s/inventories' % DEVICE, {
    'resource_provider_generation': generation(DEVICE),
    'inventories': {'CUSTOM_FPGA_A': {'total': 2, 'max_unit': 2}}}).json()
check.equal('its inventory', 2, answer['inventories']['CUSTOM_FPGA_A']['total'])
check.equal('an old generation', 409, status('put', '/resource_providers/%s/inventories' % DEVICE, {
    'resource_provider_generation': 0, 'inventories': {}}))
for trait in ('CUSTOM_FPGA_INTEL', 'CUSTOM_FPGA_FUNCTION_ID_1'):
    check.equal('trait %s that is new' % trait, 201, status('put', '/traits/' + trait, version='1.6'))
check.equal('a trait that is there', 204, status('put', '/traits/CUSTOM_FPGA_INTEL', version='1.6'))
check.equal('its traits', 200, put_traits(DEVICE, ['CUSTOM_FPGA_INTEL', 'CUSTOM_FPGA_FUNCTION_ID_1']))

# -- it is programmed: another function, so another trait

check.equal('traits that are read', ['CUSTOM_FPGA_FUNCTION_ID_1', 'CUSTOM_FPGA_INTEL'], traits(DEVICE))
put_traits(DEVICE, [each for each in traits(DEVICE) if not each.startswith('CUSTOM_FPGA_FUNCTION')])
check.equal('one of them less', ['CUSTOM_FPGA_INTEL'], traits(DEVICE))

# -- it is gone

tree = call('get', '/resource_providers?in_tree=' + NODE, version='1.14').json()['resource_providers']
check.equal('the tree of its host', {NODE, DEVICE}, {each['uuid'] for each in tree})
answer = call('delete', '/resource_providers/' + NODE)
check.equal('a parent is not deleted', 409, answer.status_code)
check.true('whose call it was', GLOBAL_ID not in answer.headers['x-openstack-request-id'])
for provider in (DEVICE, NODE):
    check.equal('a provider is deleted', 204, status('delete', '/resource_providers/' + provider))
check.equal('what is gone', 404, status('delete', '/resource_providers/' + DEVICE))
for trait in ('CUSTOM_FPGA_INTEL', 'CUSTOM_FPGA_FUNCTION_ID_1'):
    status('delete', '/traits/' + trait, version='1.6')
status('delete', '/resource_classes/CUSTOM_FPGA_A', version='1.7')
check.equal('nothing is left', [], call('get', '/resource_providers').json()['resource_providers'])
check.end()
