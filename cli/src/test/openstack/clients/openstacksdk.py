#!/usr/bin/env python3
"""openstacksdk's placement proxy against Berth: its own functional tests, and each of its methods once.

    openstacksdk.py URL

Needs Debian's python3-openstacksdk, which brings the tests, and python3-oslotest, which they need. Methods that
newer releases have are called where they are there.
"""
import os
import sys
import tempfile
import unittest

import checks

CLOUD = """
    auth_type: admin_token
    auth: {endpoint: '%s', token: %s}
    region_name: RegionOne
    placement_endpoint_override: '%s'
    placement_default_microversion: '1.39'
    has_compute: false
    has_image: false
"""

at = checks.url()
directory = tempfile.TemporaryDirectory()
clouds = os.path.join(directory.name, 'clouds.yaml')
with open(clouds, 'w') as file:
    file.write('clouds:\n')
    for name in ('devstack', 'devstack-alt', 'devstack-admin'):
        file.write('  %s:%s' % (name, CLOUD % (at, checks.TOKEN, at)))
os.environ['OS_CLIENT_CONFIG_FILE'] = clouds
os.environ['OS_CLOUD'] = 'devstack-admin'
try:
    import openstack
    from openstack import exceptions
    import openstack.tests.functional.placement.v1.test_resource_provider  # noqa: F401
except ImportError as e:
    checks.missing('%s: install python3-openstacksdk and python3-oslotest' % e)

check = checks.Checks()

# -- its own tests

suite = unittest.defaultTestLoader.loadTestsFromName('openstack.tests.functional.placement.v1.test_resource_provider')
result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
check.true('its own functional tests ran', result.testsRun > 2 and not result.skipped)
check.true('its own functional tests passed', result.wasSuccessful())

# -- each method

placement = openstack.connect(cloud='devstack-admin').placement
made = placement.create_resource_class(name='CUSTOM_TIN')
check.equal('a class that is made', 'CUSTOM_TIN', made.name)
check.equal('one class', 'CUSTOM_TIN', placement.get_resource_class('CUSTOM_TIN').name)
check.true('all classes', {'CUSTOM_TIN', 'VCPU'} <= {each.name for each in placement.resource_classes()})
placement.update_resource_class(made)
placement.delete_resource_class(made)
check.raises('a class that is gone', exceptions.ResourceNotFound, placement.get_resource_class, 'CUSTOM_TIN')
check.raises('a class that no cloud has', exceptions.BadRequestException, placement.create_resource_class, name='TIN')

node = placement.create_resource_provider(name='node1')
card = placement.create_resource_provider(name='card1', parent_provider_id=node.id)
check.equal('its generation', 0, node.generation)
check.equal('its parent', node.id, card.parent_provider_id)
check.equal('its root', node.id, placement.get_resource_provider(card).root_provider_id)
check.equal('found by name', card.id, placement.find_resource_provider('card1').id)
check.equal('found by id', 'card1', placement.find_resource_provider(card.id).name)
check.equal('not found', None, placement.find_resource_provider('card9'))
check.equal('all', ['card1', 'node1'], sorted(each.name for each in placement.resource_providers()))
check.equal('in a tree', ['card1', 'node1'],
            sorted(each.name for each in placement.resource_providers(in_tree=card.id)))
check.equal('by name', ['node1'], [each.name for each in placement.resource_providers(name='node1')])
check.equal('renamed', 'card2', placement.update_resource_provider(card, name='card2').name)
check.raises('a name that is taken', exceptions.ConflictException, placement.create_resource_provider, name='node1')

if hasattr(placement, 'create_resource_provider_inventory'):
    inventory = placement.create_resource_provider_inventory(node, 'VCPU', total=8)
    check.equal('an inventory', 8, inventory.total)
    check.equal('the inventories', ['VCPU'],
                [each.resource_class for each in placement.resource_provider_inventories(node)])
    placement.delete_resource_provider_inventory('VCPU', node)
if hasattr(placement, 'set_resource_provider_aggregates'):
    aggregate = '00000000-0000-4000-8000-0000000000aa'
    placement.set_resource_provider_aggregates(placement.get_resource_provider(node), aggregate)
    check.equal('the aggregates', [aggregate], placement.fetch_resource_provider_aggregates(node).aggregates)
if hasattr(placement, 'create_trait'):
    placement.create_trait('CUSTOM_FAST')
    check.true('all traits', 'CUSTOM_FAST' in {each.name for each in placement.traits()})
    placement.delete_trait('CUSTOM_FAST')

check.raises('a parent', exceptions.ConflictException, placement.delete_resource_provider, node)
placement.delete_resource_provider(card)
placement.delete_resource_provider(node)
placement.delete_resource_provider(node)
check.raises('gone', exceptions.ResourceNotFound, placement.delete_resource_provider, node, ignore_missing=False)
check.equal('none is left', [], list(placement.resource_providers()))

check.end()
