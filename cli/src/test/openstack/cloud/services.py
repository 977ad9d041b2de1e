"""The services of a small cloud: how each is configured, prepared, started, and known to be up."""
import importlib.util
import os
import socket
import urllib.error
import urllib.request

from processes import free_ports

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHON = '/usr/bin/python3'
RABBITMQ = '/usr/lib/rabbitmq/bin/rabbitmq-server'
PASTES = {
    'nova': ('/usr/share/nova-common/api-paste.ini', '/etc/nova/api-paste.ini'),
    'glance': ('/usr/share/glance-common/glance-api-paste.ini', '/etc/glance/glance-api-paste.ini'),
}

# What has to be there, and the Debian package that brings it.
PROGRAMS = {
    '/usr/bin/keystone-manage': 'keystone',
    '/usr/bin/keystone-wsgi-public': 'keystone',
    '/usr/bin/uwsgi': 'uwsgi-core',
    '/usr/bin/glance-api': 'glance-api',
    '/usr/bin/glance-manage': 'glance-common',
    '/usr/bin/nova-api': 'nova-api',
    '/usr/bin/nova-manage': 'nova-common',
    '/usr/bin/openstack': 'python3-openstackclient',
    '/usr/sbin/mariadbd': 'mariadb-server',
    '/usr/bin/mariadb-install-db': 'mariadb-server',
    '/usr/bin/mariadb': 'mariadb-client',
    '/usr/bin/epmd': 'erlang-base',
    RABBITMQ: 'rabbitmq-server',
}
MODULES = {
    'fixtures': 'python3-fixtures',
    'glance': 'python3-glance',
    'keystone': 'python3-keystone',
    'keystoneauth1': 'python3-keystoneauth1',
    'keystonemiddleware': 'python3-keystonemiddleware',
    'nova': 'python3-nova',
    'osc_placement': 'python3-osc-placement',
    'pymysql': 'python3-pymysql',
}

PORTS = ('mariadb', 'epmd', 'rabbit', 'rabbit_dist', 'keystone', 'glance', 'network', 'nova', 'berth', 'kafka',
         'registry')
DATABASES = ('keystone', 'glance', 'nova_api', 'nova', 'nova_cell0')
PASSWORD = 'secret'
REGION = 'RegionOne'
HOSTS = ('cn1', 'cn2')
START_SECONDS = 120
PREPARE_SECONDS = 300
BUILD_SECONDS = 900
JAVA_ENVIRONMENT = ('PATH', 'HOME', 'JAVA_HOME', 'BERTH_JAVA_OPTS', 'MAVEN_OPTS')


class Services:
    """Configuration and start of each service. The order is that of the methods."""

    def __init__(self, processes, berth):
        self.processes = processes
        self.directory = processes.directory
        self.berth = berth
        self.port = dict(zip(PORTS, free_ports(len(PORTS))))
        self.root = os.geteuid() == 0

    def url(self, service):
        return 'http://127.0.0.1:%d' % self.port[service]

    def path(self, *parts):
        path = os.path.join(self.directory, *parts)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def write(self, name, sections):
        """Writes a file of options, which has passwords in it."""
        path = self.path('etc', name)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 'w') as file:
            for section, options in sections.items():
                file.write('[%s]\n' % section)
                file.writelines('%s = %s\n' % each for each in options.items())
        return path

    def database(self, name):
        return 'mysql+pymysql://cloud:%s@127.0.0.1:%d/%s?charset=utf8' % (PASSWORD, self.port['mariadb'], name)

    def as_user(self, name):
        """How a service says to Keystone who it is."""
        return {
            'auth_type': 'password', 'auth_url': self.url('keystone') + '/v3', 'username': name, 'password': PASSWORD,
            'user_domain_name': 'Default', 'project_name': 'service', 'project_domain_name': 'Default'}

    def accepts_tokens(self, name):
        return {**self.as_user(name), 'www_authenticate_uri': self.url('keystone'), 'service_token_roles': 'service',
                'service_token_roles_required': 'true'}

    def listens(self, service):
        try:
            with socket.create_connection(('127.0.0.1', self.port[service]), 1):
                return True
        except OSError:
            return False

    def answers(self, service, path, *statuses):
        try:
            with urllib.request.urlopen(self.url(service) + path, timeout=5) as answer:
                return answer.status in statuses
        except urllib.error.HTTPError as e:
            return e.code in statuses
        except OSError:
            return False

    def start_mariadb(self):
        data, socket_path = self.path('mariadb'), self.path('mariadb.sock')
        user = ['--user=root'] if self.root else []
        self.processes.run('mariadb-install', [
            '/usr/bin/mariadb-install-db', '--no-defaults', '--datadir=' + data, '--skip-test-db',
            '--auth-root-authentication-method=normal'] + user, PREPARE_SECONDS)
        self.processes.start('mariadb', [
            '/usr/sbin/mariadbd', '--no-defaults', '--datadir=' + data, '--socket=' + socket_path,
            '--port=%d' % self.port['mariadb'], '--bind-address=127.0.0.1', '--skip-name-resolve', '--skip-log-bin',
            '--pid-file=' + self.path('mariadb.pid'), '--max-connections=300', '--innodb-buffer-pool-size=128M',
            # What a power failure would lose is of no use to anybody.
            '--innodb-flush-log-at-trx-commit=0', '--innodb-flush-method=nosync', '--innodb-doublewrite=0'] + user)
        self.processes.wait_until(
            'mariadb', 'a port that is listened on', START_SECONDS, lambda: self.listens('mariadb'))
        self.processes.run('mariadb-client', [
            '/usr/bin/mariadb', '--no-defaults', '--socket=' + socket_path, '--user=root', '--execute',
            "CREATE USER cloud@'127.0.0.1' IDENTIFIED BY '%s';" % PASSWORD + ''.join(
                "CREATE DATABASE %s CHARACTER SET utf8; GRANT ALL ON %s.* TO cloud@'127.0.0.1';" % (each, each)
                for each in DATABASES)])

    def start_rabbitmq(self):
        erlang = {'ERL_EPMD_PORT': str(self.port['epmd']), 'ERL_EPMD_ADDRESS': '127.0.0.1'}
        self.processes.start('epmd', ['/usr/bin/epmd', '-address', '127.0.0.1', '-port', str(self.port['epmd'])])
        self.processes.wait_until('epmd', 'a port that is listened on', START_SECONDS, lambda: self.listens('epmd'))
        config = self.path('etc', 'rabbitmq.conf')
        with open(config, 'w') as file:
            file.write('listeners.tcp.1 = 127.0.0.1:%d\n' % self.port['rabbit'])
        self.processes.start(
            'rabbitmq', [RABBITMQ], **erlang, RABBITMQ_NODENAME='cloud@localhost', RABBITMQ_CONF_ENV_FILE='/dev/null',
            RABBITMQ_CONFIG_FILE=config, RABBITMQ_DIST_PORT=str(self.port['rabbit_dist']), RABBITMQ_LOGS='-',
            RABBITMQ_MNESIA_BASE=self.path('rabbitmq'), RABBITMQ_PID_FILE=self.path('rabbitmq.pid'),
            RABBITMQ_ENABLED_PLUGINS_FILE=self.path('etc', 'rabbitmq-plugins'),
            # On this machine alone, and without threads that are busy waiting.
            RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none')
        self.processes.wait_until('rabbitmq', 'an answer in AMQP', START_SECONDS, self.speaks_amqp)

    def speaks_amqp(self):
        try:
            with socket.create_connection(('127.0.0.1', self.port['rabbit']), 1) as connection:
                connection.settimeout(5)
                connection.sendall(b'AMQP\x00\x00\x09\x01')
                return connection.recv(1) == b'\x01'
        except OSError:
            return False

    def start_keystone(self):
        config = self.write('keystone.conf', {
            'database': {'connection': self.database('keystone')},
            'token': {'provider': 'fernet'},
            'fernet_tokens': {'key_repository': self.path('fernet')},
            # In its only process.
            'cache': {'enabled': 'true', 'backend': 'oslo_cache.dict'},
            'identity': {'password_hash_rounds': 4},
            'oslo_policy': {'policy_dirs': self.path('etc', 'none')},
        })

        def manage(*arguments):
            self.processes.run('keystone-manage', [
                '/usr/bin/keystone-manage', '--config-file', config, *arguments], PREPARE_SECONDS)

        url = self.url('keystone') + '/v3'
        manage('db_sync')
        os.makedirs(self.path('fernet'), 0o700, exist_ok=True)
        manage('fernet_setup', '--keystone-user', str(os.geteuid()), '--keystone-group', str(os.getegid()))
        manage('bootstrap', '--bootstrap-password', PASSWORD, '--bootstrap-region-id', REGION,
               '--bootstrap-public-url', url, '--bootstrap-internal-url', url, '--bootstrap-admin-url', url)
        self.processes.start(
            'keystone', [
                '/usr/bin/uwsgi', '--plugin', 'python3', '--http-socket', '127.0.0.1:%d' % self.port['keystone'],
                '--wsgi-file', '/usr/bin/keystone-wsgi-public', '--master', '--workers', '1', '--threads', '4',
                '--die-on-term', '--buffer-size', '65535', '--no-orphans',
                # As it does, but without a word of its own.
                '--add-header', 'Connection: close'],
            OS_KEYSTONE_CONFIG_FILES=config)
        self.processes.wait_until('keystone', 'an answer', START_SECONDS, lambda: self.answers('keystone', '/v3', 200))

    def build_berth(self):
        """The launcher of a source tree builds on its first use, which may take longer than a start may."""
        self.processes.run('berth-build', [*self.berth, '--version'], BUILD_SECONDS, **self.java())

    def start_berth(self):
        """Berth in Placement's place: the token of each call is Keystone's to judge."""
        config = self.write('berth.conf', {'keystone_authtoken': self.accepts_tokens('placement')})
        self.processes.start('berth', [
            *self.berth, 'up', '--port', str(self.port['berth']), '--kafka-port', str(self.port['kafka']),
            '--registry-port', str(self.port['registry']), '--data-dir', os.path.join(self.directory, 'berth'),
            '--auth', 'keystone', '--keystone-config', config], **self.java())
        self.processes.wait_until(
            'berth', 'an answer that it is ready', PREPARE_SECONDS, lambda: self.answers('berth', '/readyz', 200))

    def java(self):
        """Where Java is, and Maven and its jars if Berth has to be built, is the caller's environment's to say."""
        return {each: os.environ[each] for each in JAVA_ENVIRONMENT if each in os.environ}

    def run_berth(self, token, *arguments, expected=(0,)):
        return self.processes.run(
            'berth-' + arguments[0], [*self.berth, *arguments], PREPARE_SECONDS, expected, **self.java(),
            BERTH_URL=self.url('berth'), BERTH_KAFKA='127.0.0.1:%d' % self.port['kafka'],
            BERTH_REGISTRY=self.url('registry'), BERTH_TOKEN=token)

    def start_glance(self):
        config = self.write('glance.conf', {
            'DEFAULT': {
                'bind_host': '127.0.0.1', 'bind_port': self.port['glance'], 'workers': 0,
                'enabled_backends': 'files:file'},
            'database': {'connection': self.database('glance')},
            'glance_store': {'default_backend': 'files'},
            'files': {'filesystem_store_datadir': self.path('glance', 'images')},
            'os_glance_staging_store': {'filesystem_store_datadir': self.path('glance', 'staging')},
            'os_glance_tasks_store': {'filesystem_store_datadir': self.path('glance', 'tasks')},
            'keystone_authtoken': self.accepts_tokens('glance'),
            'oslo_policy': {'policy_dirs': self.path('etc', 'none')},
            'paste_deploy': {'flavor': 'keystone', 'config_file': paste('glance')},
        })
        options = ['--config-file', config, '--config-dir', self.path('etc', 'none')]
        self.processes.run('glance-manage', ['/usr/bin/glance-manage', *options, 'db_sync'], PREPARE_SECONDS)
        self.processes.start('glance', ['/usr/bin/glance-api', *options])
        self.processes.wait_until(
            'glance', 'an answer', START_SECONDS, lambda: self.answers('glance', '/versions', 200, 300))

    def start_network(self):
        config = self.write('network.conf', {'keystone_authtoken': self.accepts_tokens('neutron')})
        self.processes.start(
            'network', [PYTHON, os.path.join(HERE, 'network.py'), str(self.port['network']), config])
        # Without a token nobody is answered.
        self.processes.wait_until(
            'network', 'an answer', START_SECONDS, lambda: self.answers('network', '/v2.0/ports', 401))

    def nova_config(self, name, databases, **own):
        return self.write(name, {
            **databases,
            'DEFAULT': {
                'transport_url': 'rabbit://guest:guest@127.0.0.1:%d/' % self.port['rabbit'], 'my_ip': '127.0.0.1',
                'state_path': self.path('nova'), 'enabled_apis': 'osapi_compute',
                'osapi_compute_listen': '127.0.0.1', 'osapi_compute_listen_port': self.port['nova'],
                'osapi_compute_workers': 1, 'compute_driver': 'fake.FakeDriver', **own},
            'api': {'auth_strategy': 'keystone'},
            'wsgi': {'api_paste_config': paste('nova')},
            'conductor': {'workers': 1},
            'scheduler': {'workers': 1},
            # Of two hosts alike, either.
            'filter_scheduler': {'shuffle_best_same_weighed_hosts': 'true'},
            'keystone_authtoken': self.accepts_tokens('nova'),
            'service_user': {**self.as_user('nova'), 'send_service_user_token': 'true'},
            'placement': {**self.as_user('nova'), 'region_name': REGION},
            'neutron': {**self.as_user('nova'), 'region_name': REGION},
            'glance': {'region_name': REGION},
            'quota': {'instances': -1, 'cores': -1, 'ram': -1},
            'oslo_concurrency': {'lock_path': self.path('nova', 'locks')},
            'oslo_policy': {'policy_dirs': self.path('etc', 'none')},
            'vnc': {'enabled': 'false'},
        })

    def nova_options(self, config):
        return ['--config-file', config, '--config-dir', self.path('etc', 'none')]

    def nova_manage(self, *arguments, expected=(0,)):
        config = self.path('etc', 'nova.conf')
        return self.processes.run(
            'nova-manage', ['/usr/bin/nova-manage', *self.nova_options(config), *arguments], PREPARE_SECONDS, expected)

    def start_nova_service(self, name, module, config):
        """As the command of the service's package does; what it runs is all in python3-nova."""
        main = 'import sys; from %s import main; sys.exit(main())' % module
        self.processes.start(name, [PYTHON, '-c', main, *self.nova_options(config)])

    def start_nova(self):
        config = self.nova_config('nova.conf', {
            'api_database': {'connection': self.database('nova_api')},
            'database': {'connection': self.database('nova')}})
        self.nova_manage('api_db', 'sync')
        self.nova_manage('cell_v2', 'map_cell0', '--database_connection', self.database('nova_cell0'))
        self.nova_manage('cell_v2', 'create_cell', '--name', 'cell1')
        self.nova_manage('db', 'sync')
        self.start_nova_service('nova-conductor', 'nova.cmd.conductor', config)
        self.start_nova_service('nova-scheduler', 'nova.cmd.scheduler', config)
        self.start_nova_service('nova-api', 'nova.cmd.api', config)
        self.processes.wait_until('nova-api', 'an answer', START_SECONDS, lambda: self.answers('nova', '/', 200))
        for host in HOSTS:
            self.start_compute(host)

    def start_compute(self, host):
        # Computes have no database: what they know of it they ask the conductor.
        config = self.nova_config(host + '.conf', {}, host=host, instances_path=self.path('nova', host))
        self.start_nova_service('nova-compute-' + host, 'nova.cmd.compute', config)


def paste(service):
    """The file that says what a service is put together from, or None if it is not there to be read."""
    return next((each for each in PASTES[service] if os.access(each, os.R_OK)), None)


def lacking():
    """What has to be installed before a cloud can be started; nothing if all is there."""
    missing = {package for program, package in PROGRAMS.items() if not os.access(program, os.X_OK)}
    # Found and not loaded, for loading nova would put its own threads in the place of Python's.
    missing.update(package for module, package in MODULES.items() if importlib.util.find_spec(module) is None)
    missing.update(each + '-common' for each in PASTES if paste(each) is None)
    return sorted(missing)

