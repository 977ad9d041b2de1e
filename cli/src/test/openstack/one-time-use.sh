#!/bin/bash
# Walks nova's procedure for devices for one time use with the openstack command line, line by line.
#
#   one-time-use.sh URL      URL of a server without providers, such as http://127.0.0.1:8778
#
# A device is reported and used as an agent and nova would; what the operator does is done by the openstack client with its placement
# plugin (Debian: python3-openstackclient, python3-osc-placement); $OPENSTACK names another one than that in the path. Needs curl.
set -u
export OS_AUTH_TYPE=admin_token OS_TOKEN=admin OS_ENDPOINT=$1 OS_PLACEMENT_API_VERSION=1.39
OPENSTACK=${OPENSTACK:-openstack}

HOST=a0000000-0000-4000-8000-000000000001
CARD=a0000000-0000-4000-8000-000000000002
GUEST=c0000000-0000-4000-8000-000000000001

failures=0

# prints EXPECTED COMMAND...: the command succeeds and prints just this.
prints() {
  local expected=$1 output; shift
  output=$("$OPENSTACK" "$@" 2>&1); local status=$?
  if [[ "$status: $output" == "0: $expected" ]]; then
    echo "ok      $*"
  else
    failures=$((failures + 1))
    printf 'FAILED  %s\n  expected: %s\n  but got: %s: %s\n' "$*" "$expected" "$status" "$output"
  fi
}

# sends METHOD PATH BODY: what agents and nova do, without a word if it is accepted.
sends() {
  curl -sS --fail-with-body -o /dev/null -X "$1" -H 'x-auth-token: admin' -H 'content-type: application/json' \
    -H 'openstack-api-version: placement 1.39' "$OS_ENDPOINT$2" -d "$3" || failures=$((failures + 1))
}

sends POST /hosts/$HOST/report '{"host": "'$HOST'", "providers": [
  {"uuid": "'$HOST'", "name": "cn1", "inventories": {"VCPU": {"total": 8}}},
  {"uuid": "'$CARD'", "name": "cn1_0000:05:00.0", "parent_provider_uuid": "'$HOST'",
   "inventories": {"CUSTOM_GPU": {"total": 1, "max_unit": 1}}, "traits": ["HW_PCI_ONE_TIME_USE"]}],
  "devices": [{"address": "0000:05:00.0", "vendor_id": "10de", "product_id": "20b0", "dev_type": "type-PCI",
   "tags": {"resource_class": "CUSTOM_GPU", "one_time_use": "true"}, "resource_provider_uuid": "'$CARD'"}]}'

INVENTORY=(resource provider inventory list $CARD -f value -c resource_class -c reserved -c total -c used)
prints "$CARD" resource provider list --required HW_PCI_ONE_TIME_USE -f value -c uuid
prints "CUSTOM_GPU 0 1 0" "${INVENTORY[@]}"
sends PUT /allocations/$GUEST '{"allocations": {"'$CARD'": {"resources": {"CUSTOM_GPU": 1}}}, "project_id": "p", "user_id": "u",
  "consumer_generation": null, "consumer_type": "INSTANCE"}'
prints "CUSTOM_GPU 1 1 1" "${INVENTORY[@]}"
sends DELETE /allocations/$GUEST ''
prints "CUSTOM_GPU 1 1 0" "${INVENTORY[@]}"
prints "" allocation candidate list --resource CUSTOM_GPU=1 -f value -c allocation
prints "CUSTOM_GPU 0 1" resource provider inventory set $CARD --amend --resource CUSTOM_GPU:reserved=0 \
    -f value -c resource_class -c reserved -c total
prints "CUSTOM_GPU=1" allocation candidate list --resource CUSTOM_GPU=1 -f value -c allocation

echo "$failures failures"
exit $((failures > 0))
