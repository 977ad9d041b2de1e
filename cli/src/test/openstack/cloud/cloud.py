#!/usr/bin/python3
"""Starts a small OpenStack cloud with Berth as its Placement, moves servers about in it, and compares what both know.

    cloud.py [--servers N] [--dir DIR] [--keep] [--start-only] [BERTH...]

MariaDB, RabbitMQ, Keystone, Glance, nova (API, conductor, scheduler, two computes with nova's fake hypervisor) and a
network service without networks run as plain processes on free ports of 127.0.0.1, from Debian's packages; Berth asks
Keystone about every token. BERTH is the command that runs Berth, by default the launcher of this tree. All is written
in a new directory, which is deleted when all went well, unless --dir or --keep is given; no process is left.
--start-only starts the cloud, prints how to use it, and waits for Ctrl-C.

Ends with 0 if Placement and nova agreed at all times, 1 if not, 77 if a package is missing.
"""
import argparse
import os
import shutil
import signal
import sys
import tempfile
import time

# No compiled files are left in the tree.
sys.dont_write_bytecode = True
# Debian's packages alone: no other Python's paths.
for each in ('PYTHONPATH', 'PYTHONHOME', 'VIRTUAL_ENV'):
    os.environ.pop(each, None)

from processes import Failed, Processes  # noqa: E402
import services  # noqa: E402

MISSING = 77
SERVERS_MAX = 200
TREE = os.path.abspath(os.path.join(services.HERE, *['..'] * 5))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--servers', type=int, default=50, help='how many servers (4 to %d, default 50)' % SERVERS_MAX)
    parser.add_argument('--dir', help='where everything is written; must be empty or not exist, and is kept')
    parser.add_argument('--keep', action='store_true', help='keep the directory when all went well')
    parser.add_argument('--start-only', action='store_true', help='start the cloud, and wait for Ctrl-C')
    parser.add_argument('berth', nargs=argparse.REMAINDER, metavar='BERTH', help='the command that runs Berth')
    given = parser.parse_args()
    if not 4 <= given.servers <= SERVERS_MAX:
        parser.error('expected --servers between 4 and %d but got %d' % (SERVERS_MAX, given.servers))
    if given.dir is not None and os.path.exists(given.dir) and not os.path.isdir(given.dir):
        parser.error('expected --dir to be a directory but %s is none' % given.dir)
    if given.dir is not None and os.path.isdir(given.dir) and os.listdir(given.dir):
        parser.error('expected --dir to be empty but there is something in %s' % given.dir)
    given.berth = given.berth or [os.path.join(TREE, 'berth')]
    return given


def start(all_services):
    """Everything, one after the other, with the time that each took."""
    from people import People
    begun = time.monotonic()

    def step(name, action):
        before = time.monotonic()
        result = action()
        print('  %-10s %5.1f s' % (name, time.monotonic() - before), flush=True)
        return result

    print('Starting', flush=True)
    step('build', all_services.build_berth)
    step('MariaDB', all_services.start_mariadb)
    step('RabbitMQ', all_services.start_rabbitmq)
    step('Keystone', all_services.start_keystone)
    people = step('users', lambda: People(all_services).enrol())
    step('Berth', all_services.start_berth)
    step('Glance', all_services.start_glance)
    step('network', all_services.start_network)
    step('nova', all_services.start_nova)
    step('hosts', lambda: people.discover_hosts())
    print('The cloud is up after %.0f s.' % (time.monotonic() - begun), flush=True)
    return people


def interrupted(number, frame):
    # Once: what stops the processes must come to its end.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


def main():
    given = arguments()
    lacking = services.lacking()
    if lacking:
        print('skipped: apt-get install --no-install-recommends ' + ' '.join(lacking))
        return MISSING
    os.umask(0o077)
    directory = os.path.abspath(given.dir) if given.dir else tempfile.mkdtemp(prefix='berth-cloud-')
    os.makedirs(directory, exist_ok=True)
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, interrupted)
    print('Configuration, data and logs are in %s' % directory, flush=True)
    processes = Processes(directory)
    succeeded = False
    try:
        people = start(services.Services(processes, given.berth))
        if given.start_only:
            print(people.how_to_use(), flush=True)
            signal.pause()
        else:
            from scenario import Scenario
            Scenario(people, given.servers).play()
            succeeded = True
    except Failed as failure:
        print('FAILED: %s' % failure, flush=True)
    except KeyboardInterrupt:
        print('Stopped.', flush=True)
        succeeded = given.start_only
    finally:
        processes.stop_all()
    if succeeded and not given.keep and not given.dir:
        shutil.rmtree(directory)
    elif not succeeded:
        print('All logs are in %s' % os.path.join(directory, 'log'), flush=True)
    return 0 if succeeded else 1


if __name__ == '__main__':
    sys.exit(main())
