#!/bin/bash
# Drives every placement command of the openstack command line against a server, and checks what each of them prints.
#
#   placement-commands.sh URL      URL of a server without providers, such as http://127.0.0.1:8778
#
# Needs the openstack client with its placement plugin (Debian: python3-openstackclient, python3-osc-placement); $OPENSTACK names
# another one than that in the path. Ends with 0 if every command did as it should, and every command that the plugin has was used.
set -u
export OS_AUTH_TYPE=admin_token OS_TOKEN=admin OS_ENDPOINT=$1 OS_PLACEMENT_API_VERSION=1.39
OPENSTACK=${OPENSTACK:-openstack}

HOST=a0000000-0000-4000-8000-000000000001
CELL=a0000000-0000-4000-8000-000000000002
POOL=a0000000-0000-4000-8000-000000000003
AGGREGATE=d0000000-0000-4000-8000-000000000001
GUEST=c0000000-0000-4000-8000-000000000001
OTHER_GUEST=c0000000-0000-4000-8000-000000000002

failures=0
used=$(mktemp)
trap 'rm -f "$used"' EXIT

# prints "command words" EXPECTED [ARGUMENT...]: the command succeeds and prints just this, its lines in any order.
prints() {
  local command=$1 expected=$2 output; shift 2
  echo "$command" >>"$used"
  # shellcheck disable=SC2086 # the words of a command are words
  output=$("$OPENSTACK" $command "$@" 2>&1); local status=$?
  judge "$command $*" "0: $(sort <<<"$expected")" "$status: $(sort <<<"$output")"
}

# contains "command words" LINE [ARGUMENT...]: the command succeeds, and this is one of the lines that it prints.
contains() {
  local command=$1 expected=$2 output; shift 2
  echo "$command" >>"$used"
  # shellcheck disable=SC2086
  output=$("$OPENSTACK" $command "$@" 2>&1); local status=$?
  judge "$command $*" "0: $expected" "$status: $(grep -Fx -- "$expected" <<<"$output" | head -1)"
}

# refuses "command words" WORDS [ARGUMENT...]: the command fails, and says these words.
refuses() {
  local command=$1 expected=$2 output; shift 2
  echo "$command" >>"$used"
  # shellcheck disable=SC2086
  output=$("$OPENSTACK" $command "$@" 2>&1); local status=$?
  judge "$command $*" "1: $expected" "$status: $(grep -Fo -- "$expected" <<<"$output" | head -1 | grep . || echo "$output")"
}

judge() {
  if [ "$2" = "$3" ]; then
    echo "ok      $1"
  else
    failures=$((failures + 1))
    printf 'FAILED  %s\n  expected %s\n  but got  %s\n' "$1" "$2" "$3"
  fi
}

# -- resource classes and traits

prints   "resource class create" "" CUSTOM_GOLD
refuses  "resource class create" "Conflicting resource class already exists: CUSTOM_GOLD" CUSTOM_GOLD
prints   "resource class set" "" CUSTOM_GOLD
prints   "resource class set" "" CUSTOM_TIN
prints   "resource class show" CUSTOM_TIN CUSTOM_TIN -f value
contains "resource class list" CUSTOM_TIN -f value
contains "resource class list" VCPU -f value
prints   "resource class delete" "" CUSTOM_TIN
refuses  "resource class show" "No such resource class CUSTOM_TIN." CUSTOM_TIN
refuses  "resource class delete" "Cannot delete standard resource class VCPU." VCPU

prints   "trait create" "" CUSTOM_RED
prints   "trait show" CUSTOM_RED CUSTOM_RED -f value
prints   "trait list" CUSTOM_RED --name startswith:CUSTOM_ -f value
prints   "trait list" "" --associated -f value
refuses  "trait show" "No such trait(s): CUSTOM_BLUE." CUSTOM_BLUE
prints   "trait create" "" CUSTOM_BLUE
prints   "trait delete" "" CUSTOM_BLUE
refuses  "trait delete" "Cannot delete standard trait HW_CPU_X86_AVX." HW_CPU_X86_AVX

# -- providers

prints   "resource provider create" "$HOST"$'\n'host$'\n'0$'\n'"$HOST"$'\n'None host --uuid $HOST -f value
prints   "resource provider create" "$CELL"$'\n'cell$'\n'0$'\n'"$HOST"$'\n'"$HOST" \
    cell --uuid $CELL --parent-provider $HOST -f value
prints   "resource provider create" "$POOL"$'\n'pool$'\n'0 pool --uuid $POOL -f value --os-placement-api-version 1.0
refuses  "resource provider create" "Conflicting resource provider name: host already exists." host
prints   "resource provider set" cell-0 $CELL --name cell-0 -f value -c name
refuses  "resource provider set" "creating loop in the provider tree is not allowed" $HOST --name host --parent-provider $CELL
prints   "resource provider show" "$CELL"$'\n'cell-0$'\n'0$'\n'"$HOST"$'\n'"$HOST" $CELL -f value
refuses  "resource provider show" "No resource provider with uuid $GUEST found" $GUEST
prints   "resource provider list" host$'\n'cell-0$'\n'pool -f value -c name
prints   "resource provider list" host$'\n'cell-0 --in-tree $CELL -f value -c name
prints   "resource provider list" pool --name pool -f value -c name

# -- what they have

prints   "resource provider inventory set" "VCPU 16.0 1 16 0 1 8"$'\n'"MEMORY_MB 1.0 1 2147483647 512 1 8192" $HOST \
    --resource VCPU=8 --resource VCPU:max_unit=16 --resource VCPU:allocation_ratio=16.0 \
    --resource MEMORY_MB=8192 --resource MEMORY_MB:reserved=512 -f value -c resource_class -c allocation_ratio -c min_unit \
    -c max_unit -c reserved -c step_size -c total
prints   "resource provider inventory set" "DISK_GB 50" $POOL --resource DISK_GB=50 -f value -c resource_class -c total
prints   "resource provider inventory class set" 100$'\n'40 $POOL DISK_GB --total 100 --max_unit 40 -f value -c total -c max_unit
prints   "resource provider inventory set" "CUSTOM_GOLD 4" $CELL --resource CUSTOM_GOLD=4 -f value -c resource_class -c total
prints   "resource provider inventory show" 8192 $HOST MEMORY_MB -f value -c total
prints   "resource provider inventory list" "MEMORY_MB 8192 0"$'\n'"VCPU 8 0" $HOST -f value -c resource_class -c total -c used
refuses  "resource provider inventory show" "No inventory of class DISK_GB for $HOST" $HOST DISK_GB
prints   "resource provider inventory set" "VCPU 8"$'\n'"MEMORY_MB 8192"$'\n'"DISK_GB 10" $HOST --amend --resource DISK_GB=10 \
    -f value -c resource_class -c total
prints   "resource provider inventory delete" "" $HOST --resource-class DISK_GB
refuses  "resource provider inventory delete" "No inventory of class DISK_GB found for delete" $HOST --resource-class DISK_GB

prints   "resource provider trait set" CUSTOM_RED$'\n'HW_CPU_X86_AVX $HOST --trait CUSTOM_RED --trait HW_CPU_X86_AVX -f value
prints   "resource provider trait list" CUSTOM_RED$'\n'HW_CPU_X86_AVX $HOST -f value
refuses  "resource provider trait set" "No such trait CUSTOM_BLUE" $HOST --trait CUSTOM_BLUE
prints   "resource provider trait set" MISC_SHARES_VIA_AGGREGATE $POOL --trait MISC_SHARES_VIA_AGGREGATE -f value
prints   "trait list" CUSTOM_RED$'\n'HW_CPU_X86_AVX$'\n'MISC_SHARES_VIA_AGGREGATE --associated -f value
refuses  "trait delete" "is in use by a resource provider" CUSTOM_RED
prints   "resource provider list" host --required CUSTOM_RED --forbidden MISC_SHARES_VIA_AGGREGATE -f value -c name
prints   "resource provider list" host$'\n'pool --required CUSTOM_RED,MISC_SHARES_VIA_AGGREGATE -f value -c name

prints   "resource provider aggregate set" $AGGREGATE $POOL --aggregate $AGGREGATE --generation 3 -f value
refuses  "resource provider aggregate set" "generation already changed" $HOST --aggregate $AGGREGATE --generation 99
prints   "resource provider aggregate set" $AGGREGATE $HOST --aggregate $AGGREGATE -f value --os-placement-api-version 1.18
prints   "resource provider aggregate list" $AGGREGATE $POOL -f value
prints   "resource provider list" host$'\n'pool --member-of $AGGREGATE -f value -c name
prints   "resource provider inventory set" "$HOST MEMORY_MB 8192"$'\n'"$HOST VCPU 10"$'\n'"$POOL DISK_GB 100"$'\n'"$POOL VCPU 10" \
    $AGGREGATE --aggregate --amend --dry-run \
    --resource VCPU=10 --resource VCPU:max_unit=10 -f value -c resource_provider -c resource_class -c total

# -- what fits, and who holds it

prints   "allocation candidate list" "VCPU=1 $HOST"$'\n'"DISK_GB=5 $POOL" \
    --resource VCPU=1 --resource DISK_GB=5 --required CUSTOM_RED -f value -c allocation \
    -c "resource provider"
prints   "allocation candidate list" "" --resource VCPU=1 --forbidden CUSTOM_RED -f value
prints   "allocation candidate list" "VCPU=2 $HOST"$'\n'"CUSTOM_GOLD=1 $CELL" --group 1 --resource VCPU=2 --group 2 \
    --resource CUSTOM_GOLD=1 --group-policy isolate --limit 1 -f value -c allocation -c "resource provider"
refuses  "allocation candidate list" "No such resource class CUSTOM_TIN." --resource CUSTOM_TIN=1

prints   "resource provider allocation set" "$HOST {'VCPU': 2} p u INSTANCE"$'\n'"$POOL {'DISK_GB': 5} p u INSTANCE" \
    $GUEST --allocation rp=$HOST,VCPU=2 --allocation rp=$POOL,DISK_GB=5 --project-id p \
    --user-id u --consumer-type INSTANCE -f value -c resource_provider -c resources -c project_id -c user_id -c consumer_type
refuses  "resource provider allocation set" "The requested amount would violate inventory constraints." $OTHER_GUEST \
    --allocation rp=$HOST,VCPU=127 --project-id p --user-id u --consumer-type INSTANCE
prints   "resource provider allocation set" "$HOST {'VCPU': 1}" $OTHER_GUEST --allocation rp=$HOST,VCPU=1 \
    -f value -c resource_provider -c resources --os-placement-api-version 1.0
prints   "resource provider allocation show" "$POOL {'DISK_GB': 5}"$'\n'"$HOST {'VCPU': 2}" $GUEST \
    -f value -c resource_provider -c resources
prints   "resource provider show" "{'$GUEST': {'resources': {'DISK_GB': 5}, 'consumer_generation': 1}}" $POOL --allocations \
    -f value -c allocations
prints   "resource provider usage show" "MEMORY_MB 0"$'\n'"VCPU 3" $HOST -f value
prints   "resource usage show" "DISK_GB 5"$'\n'"VCPU 2" p --user-id u -f value --os-placement-api-version 1.37
prints   "resource usage show" "" nobody -f value
refuses  "resource provider inventory delete" "in use" $POOL --resource-class DISK_GB
refuses  "resource provider delete" "Resource provider has allocations." $POOL
prints   "resource provider allocation unset" "$HOST {'VCPU': 2}" $GUEST --provider $POOL \
    -f value -c resource_provider -c resources
prints   "resource provider allocation delete" "" $GUEST
refuses  "resource provider allocation delete" "No allocations for consumer '$GUEST'" $GUEST
prints   "resource provider allocation delete" "" $OTHER_GUEST
prints   "resource provider allocation show" "" $GUEST -f value

# -- all of it goes away again

prints   "resource provider inventory delete" "" $HOST
prints   "resource provider inventory list" "" $HOST -f value
prints   "resource provider trait delete" "" $HOST
prints   "resource provider trait list" "" $HOST -f value
refuses  "resource provider delete" "It has child resource providers." $HOST
for provider in $CELL $HOST $POOL; do
  prints "resource provider delete" "" $provider
done
prints   "resource provider list" "" -f value

# -- was that every command that the plugin has?

python=$(head -1 "$(command -v "$OPENSTACK")" | sed 's/^#! *//')
known=$($python -c '
import importlib.metadata
for entry in importlib.metadata.distribution("osc-placement").entry_points:
    if entry.group == "openstack.placement.v1":
        print(entry.name.replace("_", " "))' | sort)
judge "every placement command" "$known" "$(sort -u "$used")"

echo "$(wc -l <"$used") commands run, $failures failures"
[ "$failures" = 0 ]
