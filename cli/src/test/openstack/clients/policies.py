#!/usr/bin/env python3
"""Placement's policies and Berth's: each rule has the same name, and guards the same routes.

    policies.py URL

What Placement has is read from Debian's python3-placement, what Berth asks from the description that it serves,
/openapi.json. Who passes each rule is another test's to say (PolicyTableTest).
"""
import checks

at = checks.url()
session = checks.session(at)
try:
    from placement import policies
except ImportError as e:
    checks.missing('%s: install python3-placement' % e)

check = checks.Checks()
document = session.get(at + '/openapi.json').json()
berth = {}
for path, methods in document['paths'].items():
    for method, operation in methods.items():
        if 'x-policy' in operation:
            berth[(method.upper(), path)] = operation['x-policy']

rules = [rule for rule in policies.list_rules() if rule.name.startswith('placement:')]
check.true('Placement has rules', len(rules) > 30)
guarded = {}
for rule in rules:
    for operation in rule.operations:
        guarded[(operation['method'], operation['path'])] = rule.name
for (method, path), name in sorted(guarded.items()):
    check.equal('%s %s' % (method, path), name, berth.get((method, path)))
placement_rules = set(guarded.values())
check.equal('names that Berth alone has under placement:', set(),
            {name for name in berth.values() if name.startswith('placement:')} - placement_rules)
check.end()
