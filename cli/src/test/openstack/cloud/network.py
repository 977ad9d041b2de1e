#!/usr/bin/python3
"""A network service without networks, in the place of neutron: it has no port, and none can be made.

    network.py PORT CONFIG

nova asks it even about servers that are booted with `networks: none`. It answers the lists that nova reads, all of them
empty, and asks Keystone who calls, by the section [keystone_authtoken] of CONFIG. What else it is asked is answered
with 404 and printed: a scenario that needs more needs a real neutron.
"""
import json
import socketserver
import sys
from wsgiref import simple_server

from keystonemiddleware import auth_token

COLLECTIONS = ('agents', 'extensions', 'floatingips', 'networks', 'ports', 'security-groups', 'subnets')


def application(environ, start_response):
    path = environ['PATH_INFO'].rstrip('/')
    method = environ['REQUEST_METHOD']
    collection = path.rpartition('/')[2]
    if path == '/v2.0/' + collection and collection in COLLECTIONS and method == 'GET':
        status, body = '200 OK', {collection.replace('-', '_'): []}
    else:
        said = 'there is no %s here, nor can it be made: this is a network service without networks' % path
        print('refused: %s %s' % (method, path), flush=True)
        status, body = '404 Not Found', {'NeutronError': {'type': 'NotFound', 'message': said, 'detail': ''}}
    content = json.dumps(body).encode()
    start_response(status, [('Content-Type', 'application/json'), ('Content-Length', str(len(content)))])
    return [content]


class Server(socketserver.ThreadingMixIn, simple_server.WSGIServer):
    daemon_threads = True


class Handler(simple_server.WSGIRequestHandler):
    def address_string(self):
        return self.client_address[0]


def main():
    port, config = int(sys.argv[1]), sys.argv[2]
    guarded = auth_token.AuthProtocol(application, {'oslo_config_project': 'network', 'oslo_config_file': config})
    with simple_server.make_server('127.0.0.1', port, guarded, Server, Handler) as server:
        server.serve_forever()


if __name__ == '__main__':
    main()
