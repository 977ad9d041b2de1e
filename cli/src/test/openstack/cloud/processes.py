"""Processes of a small cloud: started with logs of their own, waited for with a deadline, stopped by their ids."""
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time

STOP_SECONDS = 20
TAIL_LINES = 15
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


class Failed(Exception):
    """Something did not come about; the message says what, and which log to read."""


def free_ports(count):
    """Ports of 127.0.0.1 that nobody listens on, all different."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(('127.0.0.1', 0))
        return [each.getsockname()[1] for each in sockets]


def wait_for(what, seconds, check, every=0.5, log=None):
    """Asks until the answer is true, and returns it; Failed at the deadline, with what was answered last."""
    deadline = time.monotonic() + seconds
    while True:
        answer = check()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise Failed('expected %s within %d s%s' % (what, seconds, '' if log is None else '; see ' + log))
        time.sleep(every)


def tail(path):
    with open(path, errors='replace') as text:
        return ''.join('    | ' + line for line in text.readlines()[-TAIL_LINES:])


def dies_with_parent():
    """No process stays where the script is killed outright."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Processes:
    """All processes of one cloud, in the order of their start."""

    def __init__(self, directory):
        self.directory = directory
        self.running = {}
        self.environment = {
            'HOME': os.path.join(directory, 'home'),
            'LANG': 'C.UTF-8',
            'PATH': '/usr/bin:/bin:/usr/sbin:/sbin',
            'PYTHONDONTWRITEBYTECODE': '1',
            'TMPDIR': os.path.join(directory, 'tmp'),
        }
        for each in ('home', 'tmp', 'log', 'etc/none'):
            os.makedirs(os.path.join(directory, each), exist_ok=True)

    def log(self, name):
        return os.path.join(self.directory, 'log', name + '.log')

    def run(self, name, command, seconds=180, expected=(0,), **environment):
        """Runs a command to its end: its status and what it printed. Failed if the status is not expected."""
        log = self.log(name)
        with open(log, 'ab') as err:
            err.write(('$ %s\n' % ' '.join(command)).encode())
            err.flush()
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=err, cwd=self.directory,
                env={**self.environment, **environment}, start_new_session=True, preexec_fn=dies_with_parent)
            try:
                said = process.communicate(timeout=seconds)[0].decode(errors='replace')
            except subprocess.TimeoutExpired:
                raise Failed('expected %s to end within %d s; see %s' % (name, seconds, log))
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
            err.write(said.encode())
        if process.returncode not in expected:
            raise Failed('expected %s to end with %s but it ended with %d; the end of %s:\n%s' % (
                name, ' or '.join(map(str, expected)), process.returncode, log, tail(log)))
        return process.returncode, said

    def start(self, name, command, **environment):
        with open(self.log(name), 'ab') as log:
            self.running[name] = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, cwd=self.directory,
                env={**self.environment, **environment}, start_new_session=True, preexec_fn=dies_with_parent)

    def wait_until(self, name, what, seconds, check):
        """Waits for what a process does; Failed at once if that process ends."""
        def living():
            status = self.running[name].poll()
            if status is not None:
                raise Failed('%s ended with %d before %s; the end of %s:\n%s' % (
                    name, status, what, self.log(name), tail(self.log(name))))
            return check()

        return wait_for('%s: %s' % (name, what), seconds, living, log=self.log(name))

    def check(self):
        """Failed if a process has ended by itself."""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise Failed('%s ended with %d; the end of %s:\n%s' % (
                    name, process.returncode, self.log(name), tail(self.log(name))))

    def kill(self, name):
        """As a host does that loses its power."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self, name):
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            print('%s did not stop within %d s and was killed' % (name, STOP_SECONDS), flush=True)
        # Its workers as well, which are its own group.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop_all(self):
        for name in reversed(list(self.running)):
            self.stop(name)
