#!/usr/bin/env python3
"""neutron's client of Placement against Berth: what neutron reports of its agents, and what it changes of ports.

    neutron.py URL

Needs Debian's python3-neutron-lib, whose class it is. Every public method is called, and it is checked that none was
left out.
"""
import checks

at = checks.url()
try:
    from keystoneauth1 import exceptions as ks_exceptions
    from keystoneauth1 import loading
    from neutron_lib.exceptions import placement as exceptions
    from neutron_lib.placement import client as neutron
    from oslo_config import cfg
except ImportError as e:
    checks.missing('%s: install python3-neutron-lib' % e)

NODE = '00000000-0000-4000-8000-000000000001'
AGENT = '00000000-0000-4000-8000-000000000002'
BRIDGE = '00000000-0000-4000-8000-000000000003'
NOBODY = '00000000-0000-4000-8000-0000000000ff'
AGGREGATE = '00000000-0000-4000-8000-0000000000aa'
PORT = '00000000-0000-4000-8000-0000000000c1'
EGRESS = 'NET_BW_EGR_KILOBIT_PER_SEC'
INGRESS = 'NET_BW_IGR_KILOBIT_PER_SEC'


class Recorded:
    """The client, with the names of the methods that were called."""

    def __init__(self, client):
        self.client = client
        self.called = set()

    def __getattr__(self, name):
        self.called.add(name)
        return getattr(self.client, name)


def configured():
    conf = cfg.ConfigOpts()
    loading.register_auth_conf_options(conf, 'placement')
    loading.register_session_conf_options(conf, 'placement')
    conf.register_opts([cfg.StrOpt('region_name', default='RegionOne'), cfg.StrOpt('endpoint_type', default='public')],
                       group='placement')
    conf([])
    conf.set_override('auth_type', 'admin_token', group='placement')
    conf.register_opts(loading.get_auth_plugin_conf_options('admin_token'), group='placement')
    conf.set_override('endpoint', at, group='placement')
    conf.set_override('token', checks.TOKEN, group='placement')
    return conf


check = checks.Checks()
client = Recorded(neutron.PlacementAPIClient(configured()))

# -- names

client.create_resource_class('CUSTOM_PPS')
client.update_resource_class('CUSTOM_PPS')
check.equal('a class', 'CUSTOM_PPS', client.get_resource_class('CUSTOM_PPS')['name'])
check.true('classes', 'CUSTOM_PPS' in {each['name'] for each in client.list_resource_classes()['resource_classes']})
client.delete_resource_class('CUSTOM_PPS')
check.raises('no class', exceptions.PlacementResourceClassNotFound, client.get_resource_class, 'CUSTOM_PPS')
check.raises('no class to delete', exceptions.PlacementResourceClassNotFound, client.delete_resource_class,
             'CUSTOM_PPS')
for trait in ('CUSTOM_PHYSNET_1', 'CUSTOM_VNIC_TYPE_NORMAL'):
    client.update_trait(trait)
check.true('a trait', client.get_trait('CUSTOM_PHYSNET_1'))
check.true('traits', 'CUSTOM_PHYSNET_1' in client.list_traits()['traits'])
check.raises('no trait', exceptions.PlacementTraitNotFound, client.get_trait, 'CUSTOM_PHYSNET_9')

# -- what an agent reports: below a host, a provider for the agent and one for each bridge

client.create_resource_provider({'uuid': NODE, 'name': 'node1'})
agent = client.ensure_resource_provider({'uuid': AGENT, 'name': 'node1:Open vSwitch agent',
                                         'parent_provider_uuid': NODE})
check.equal('the provider of an agent', NODE, agent['parent_provider_uuid'])
client.ensure_resource_provider({'uuid': AGENT, 'name': 'node1:Open vSwitch agent', 'parent_provider_uuid': NODE})
client.ensure_resource_provider({'uuid': BRIDGE, 'name': 'node1:Open vSwitch agent:br-1',
                                 'parent_provider_uuid': AGENT})
check.equal('one provider', 'node1', client.get_resource_provider(NODE)['name'])
check.raises('no provider', exceptions.PlacementResourceProviderNotFound, client.get_resource_provider, NOBODY)
check.raises('a name that is taken', exceptions.PlacementResourceProviderNameNotUnique,
             client.update_resource_provider, {'uuid': BRIDGE, 'name': 'node1'})
check.equal('by name', [NODE],
            [each['uuid'] for each in client.list_resource_providers(name='node1')['resource_providers']])
check.equal('in a tree', 3, len(client.list_resource_providers(in_tree=AGENT)['resource_providers']))

inventories = {EGRESS: {'total': 1000, 'reserved': 0, 'min_unit': 1, 'step_size': 1, 'max_unit': 1000,
                        'allocation_ratio': 1.0}}
answer = client.update_resource_provider_inventories(BRIDGE, inventories)
check.equal('inventories', 1000, answer['inventories'][EGRESS]['total'])
client.update_resource_provider_inventory(BRIDGE, {'total': 2000, 'min_unit': 1, 'max_unit': 2000}, EGRESS)
check.equal('one inventory', 2000, client.get_inventory(BRIDGE, EGRESS)['total'])
check.raises('inventories in an old generation', exceptions.PlacementResourceProviderGenerationConflict,
             client.update_resource_provider_inventories, BRIDGE, inventories, 0)
check.raises('nobody has an inventory', exceptions.PlacementResourceProviderNotFound, client.get_inventory, NOBODY,
             EGRESS)
client.delete_resource_provider_inventory(BRIDGE, EGRESS)
client.update_resource_provider_inventories(BRIDGE, dict(inventories, **{INGRESS: {'total': 500}}))
client.delete_resource_provider_inventories(BRIDGE)
check.raises('no inventory any more', exceptions.PlacementInventoryNotFound, client.get_inventory, BRIDGE, EGRESS)
client.update_resource_provider_inventories(BRIDGE, dict(inventories, **{INGRESS: {'total': 500}}))

answer = client.update_resource_provider_traits(BRIDGE, ['CUSTOM_PHYSNET_1', 'CUSTOM_VNIC_TYPE_NORMAL'])
check.equal('traits of a provider', 2, len(answer['traits']))
check.equal('the same again', 2, len(client.list_resource_provider_traits(BRIDGE)['traits']))
check.raises('a trait that is not there', exceptions.PlacementTraitNotFound, client.update_resource_provider_traits,
             BRIDGE, ['CUSTOM_PHYSNET_9'])
client.delete_resource_provider_traits(AGENT)

generation = client.get_resource_provider(BRIDGE)['generation']
answer = client.associate_aggregates(BRIDGE, {'aggregates': [AGGREGATE], 'resource_provider_generation': generation})
check.equal('aggregates', [AGGREGATE], answer['aggregates'])
check.equal('the same aggregates', [AGGREGATE], client.list_aggregates(BRIDGE)['aggregates'])
check.equal('by aggregate', [BRIDGE], [each['uuid'] for each in client.list_resource_providers(
    member_of=AGGREGATE)['resource_providers']])

# -- ports that ask for bandwidth

client.update_allocation(PORT, {'allocations': {BRIDGE: {'resources': {EGRESS: 100, INGRESS: 50}}}, 'project_id': 'p',
                                'user_id': 'u', 'consumer_generation': None})
client.update_qos_allocation(PORT, {BRIDGE: {EGRESS: 50, INGRESS: -50}})
check.equal('a port that asks for more of one and nothing of another', {EGRESS: 150},
            client.list_allocations(PORT)['allocations'][BRIDGE]['resources'])
check.raises('a port that asks for too much', ks_exceptions.Conflict, client.update_qos_allocation, PORT,
             {BRIDGE: {EGRESS: 5000}})
check.raises('a provider that it does not use', exceptions.PlacementAllocationRpNotExists,
             client.update_qos_allocation, PORT, {NODE: {EGRESS: 1}})
check.raises('a provider in use', exceptions.PlacementClientError, client.delete_resource_provider, BRIDGE)
client.update_qos_allocation(PORT, {BRIDGE: {EGRESS: -150}})
check.raises('a port that holds nothing', exceptions.PlacementAllocationRemoved, client.update_qos_allocation, PORT,
             {BRIDGE: {EGRESS: 1}})

for provider in (BRIDGE, AGENT, NODE):
    client.delete_resource_provider(provider)
for trait in ('CUSTOM_PHYSNET_1', 'CUSTOM_VNIC_TYPE_NORMAL'):
    client.delete_trait(trait)
check.raises('a trait that is gone', exceptions.PlacementTraitNotFound, client.delete_trait, 'CUSTOM_PHYSNET_1')

public = {name for name in dir(neutron.PlacementAPIClient) if not name.startswith('_')}
check.equal('every method', public, client.called & public)
check.end()
