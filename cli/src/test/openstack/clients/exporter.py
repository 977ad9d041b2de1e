#!/usr/bin/env python3
"""The calls that openstack-exporter makes to Placement for Prometheus, against Berth.

    exporter.py URL

It reads all providers, and of each its inventories, usages and allocations, with many requests at a time, into six
metrics; their values are looked at. The exporter is a program in Go that Debian does not have. Needs
python3-keystoneauth1.
"""
import concurrent.futures

import checks

at = checks.url()
session = checks.session(at)
from keystoneauth1 import adapter  # noqa: E402

HOSTS = 20
CONCURRENCY = 10

check = checks.Checks()
placement = adapter.Adapter(session, service_type='placement')


def write(method, path, body=None):
    named = {} if body is None else {'json': body}
    return getattr(placement, method)(path, microversion='1.39', **named)


hosts = []
for number in range(HOSTS):
    uuid = '00000000-0000-4000-8000-%012d' % number
    hosts.append(uuid)
    write('post', '/resource_providers', {'name': 'node%d' % number, 'uuid': uuid})
    write('put', '/resource_providers/%s/inventories' % uuid, {
        'resource_provider_generation': 0,
        'inventories': {'VCPU': {'total': 16, 'allocation_ratio': 2.5, 'reserved': 2}, 'MEMORY_MB': {'total': 1024}}})
    write('put', '/allocations/10000000-0000-4000-8000-%012d' % number, {
        'allocations': {uuid: {'resources': {'VCPU': number + 1}}}, 'project_id': 'p', 'user_id': 'u',
        'consumer_generation': None, 'consumer_type': 'INSTANCE'})

# -- what it reads, which is in no version and so in 1.0

providers = placement.get('/resource_providers').json()['resource_providers']
check.equal('all providers', HOSTS, len(providers))


def read(part):
    with concurrent.futures.ThreadPoolExecutor(CONCURRENCY) as pool:
        return dict(zip((each['name'] for each in providers), pool.map(
            lambda each: placement.get('/resource_providers/%s/%s' % (each['uuid'], part)).json(), providers)))


inventories, usages, allocations = read('inventories'), read('usages'), read('allocations')
check.equal('resource_total', 16, inventories['node3']['inventories']['VCPU']['total'])
check.equal('resource_allocation_ratio', 2.5, inventories['node3']['inventories']['VCPU']['allocation_ratio'])
check.equal('resource_reserved', 2, inventories['node3']['inventories']['VCPU']['reserved'])
check.equal('resource_generation', 2, inventories['node3']['resource_provider_generation'])
check.equal('resource_usage', {'VCPU': 4, 'MEMORY_MB': 0}, usages['node3']['usages'])
check.equal('resource_provider_allocations', {'10000000-0000-4000-8000-000000000003': {'VCPU': 4}},
            {consumer: held['resources'] for consumer, held in allocations['node3']['allocations'].items()})
check.equal('the sum of usage', sum(range(1, HOSTS + 1)), sum(each['usages']['VCPU'] for each in usages.values()))

for number, uuid in enumerate(hosts):
    write('delete', '/allocations/10000000-0000-4000-8000-%012d' % number)
    write('delete', '/resource_providers/' + uuid)
check.equal('nothing is left', [], placement.get('/resource_providers').json()['resource_providers'])
check.end()
