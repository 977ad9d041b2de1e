#!/bin/sh
# Makes the certificates of the tests anew, valid for a hundred years. Needs OpenSSL 3; the tests do not.
# Their keys are public and protect nothing.
set -eu
cd "$(dirname "$0")"

ca() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -subj "/CN=$2" \
    -keyout "$1.key" -out "$1.crt" -addext basicConstraints=critical,CA:true \
    -addext keyUsage=critical,keyCertSign,cRLSign
}

# leaf NAME CA SUBJECT-ALTERNATIVE-NAME [EXTENDED-KEY-USAGE]
leaf() {
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" \
    -keyout "$1.key" -out "$1.csr"
  printf 'basicConstraints=CA:false\nsubjectAltName=%s\nextendedKeyUsage=%s\n' \
    "$3" "${4:-serverAuth,clientAuth}" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA "$2.crt" -CAkey "$2.key" -CAcreateserial -days 36500 \
    -extfile "$1.ext" -out "$1.crt"
  rm -f "$1.csr" "$1.ext" "$2.srl"
}

ca peer-ca 'Berth test instances'
ca agent-ca 'Berth test agents'
ca stranger-ca 'Nobody in particular'
leaf near peer-ca 'IP:127.0.0.1,DNS:localhost'
leaf far peer-ca 'IP:127.0.0.1,DNS:localhost'
leaf elsewhere peer-ca 'DNS:elsewhere.example.org'
leaf agent agent-ca 'URI:urn:berth:host:35791f28-fb45-4717-9ea9-435b3ef7c3b3' clientAuth
leaf two-hosts agent-ca 'URI:urn:berth:host:35791f28-fb45-4717-9ea9-435b3ef7c3b3,URI:urn:berth:host:45791f28-fb45-4717-9ea9-435b3ef7c3b3' clientAuth
leaf hostless agent-ca 'DNS:cn1.example.org' clientAuth
leaf stranger stranger-ca 'IP:127.0.0.1,URI:urn:berth:host:35791f28-fb45-4717-9ea9-435b3ef7c3b3'
chmod 600 ./*.key
# Nothing is signed with these any more.
rm -f ./*-ca.key
