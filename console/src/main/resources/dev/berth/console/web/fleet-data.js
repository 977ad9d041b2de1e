// Where the fleet comes from. What the pages know of a host is made here and nowhere else, so that another read of the
// API can take the place of this one.
import {read} from './api.js';

const PAGE = 5000;
const HOSTS_MAX = 20000;

/** One host: its classes with what is used and what there is, and how scarce the scarcest is. */
function host(tree) {
  const classes = Object.entries(tree.resources).map(([name, [used, capacity]]) => ({name, used, capacity}));
  let scarcest;
  for (const each of classes) {
    if (each.capacity > 0 && (!scarcest || each.used / each.capacity > scarcest.used / scarcest.capacity)) {
      scarcest = each;
    }
  }
  return {
    id: tree.root,
    name: tree.name,
    isDrained: tree.drained,
    classes,
    scarcest,
    devices: tree.devices,
  };
}

/** All hosts at a moment; {position, hosts, isCut}. */
export async function loadFleet(signal, moment) {
  const hosts = [];
  let position;
  let marker;
  do {
    const query = `limit=${PAGE}${marker ? `&marker=${marker}` : ''}`;
    const {data} = await read('fleet', {query, moment, signal});
    position = data.position;
    hosts.push(...data.trees.map(host));
    marker = data.next;
  } while (marker && hosts.length < HOSTS_MAX);
  const byName = new Intl.Collator('en', {numeric: true}).compare;
  hosts.sort((one, other) => byName(one.name, other.name));
  return {position, hosts, isCut: Boolean(marker)};
}

/** The ids of hosts that have a provider which the query string of GET /resource_providers finds. */
export async function loadMatches(signal, query) {
  const {data} = await read('providers', {query, signal});
  return new Set(data.resource_providers.map((provider) => provider.root_provider_uuid));
}

/** What is not the same of two fleets: [{host, what, from, to}]. */
export function differences(before, after) {
  const changes = [];
  const old = new Map(before.hosts.map((each) => [each.id, each]));
  for (const now of after.hosts) {
    const then = old.get(now.id);
    old.delete(now.id);
    if (!then) {
      changes.push({host: now, what: 'host', from: 'none', to: 'there'});
      continue;
    }
    const put = (what, from, to) => {
      if (from !== to) {
        changes.push({host: now, what, from: String(from ?? 'none'), to: String(to ?? 'none')});
      }
    };
    put('name', then.name, now.name);
    put('drained', then.isDrained, now.isDrained);
    const classes = new Map(then.classes.map((each) => [each.name, each]));
    for (const each of now.classes) {
      const was = classes.get(each.name);
      classes.delete(each.name);
      put(`${each.name} used`, was?.used, each.used);
      put(`${each.name} in all`, was?.capacity, each.capacity);
    }
    classes.forEach((gone) => put(`${gone.name} in all`, gone.capacity, undefined));
    for (const state of new Set([...Object.keys(then.devices), ...Object.keys(now.devices)])) {
      put(`devices ${state}`, then.devices[state] ?? 0, now.devices[state] ?? 0);
    }
  }
  old.forEach((gone) => changes.push({host: gone, what: 'host', from: 'there', to: 'none'}));
  return changes;
}
