// One host: its tree of providers, what each has and who set it, its devices and who holds them.
import {hierarchy, tree as layout} from './d3-hierarchy.mjs';
import {Failure, read} from './api.js';
import {useLoad} from './load.js';
import {count, deviceKind, html, Id, number, Stock, Waiting} from './parts.js';
import {asOf, link, param, region} from './state.js';

const EVERY_MS = 5000;
const DETAILED_MAX = 64;

/** What a question has for an answer, or nothing where there is none. */
async function orNone(promise) {
  try {
    return (await promise).data;
  } catch (e) {
    if (e instanceof Failure && [400, 404].includes(e.status)) {
      return undefined;
    }
    throw e;
  }
}

async function detail(provider, signal) {
  const of = {uuid: provider.uuid};
  const [inventories, usages, traits] = await Promise.all([
    read('inventories', {of, signal}),
    read('usages', {of, signal}),
    read('traits', {of, signal}),
  ]);
  return {
    ...provider,
    inventories: Object.entries(inventories.data.inventories).map(([name, each]) => ({
      name,
      ...each,
      used: usages.data.usages[name] ?? 0,
      capacity: Math.trunc((each.total - each.reserved) * each.allocation_ratio),
    })),
    traits: traits.data.traits,
  };
}

async function loadHost(id, signal) {
  const of = {uuid: id};
  const [listed, host, devices, pools] = await Promise.all([
    read('providers', {query: `in_tree=${id}`, signal}),
    orNone(read('host', {of, signal})),
    orNone(read('devices', {of, signal})),
    orNone(read('pools', {query: `provider=${id}&states=true`, signal})),
  ]);
  const all = listed.data.resource_providers;
  const providers = await Promise.all(all.slice(0, DETAILED_MAX).map((provider) => detail(provider, signal)));
  return {providers, left: all.length - providers.length, host, devices: devices?.devices ?? [], pools: pools?.pools
    ?? []};
}

function Tree({providers, root}) {
  const ids = new Set(providers.map((each) => each.uuid));
  const children = (of) => providers.filter((each) => each.parent_provider_uuid === of.uuid);
  const top = providers.find((each) => each.uuid === root) ?? providers
    .find((each) => !ids.has(each.parent_provider_uuid));
  if (!top || providers.length < 2) {
    return null;
  }
  const node = layout().nodeSize([26, 250])(hierarchy(top, children));
  const nodes = node.descendants();
  const least = Math.min(...nodes.map((each) => each.x));
  const height = Math.max(...nodes.map((each) => each.x)) - least + 34;
  const width = Math.max(...nodes.map((each) => each.y)) + 260;
  const y = (each) => each.x - least + 16;
  const curve = (from, to) =>
    `M${from.y + 8},${y(from)}C${from.y + 120},${y(from)} ${to.y - 120},${y(to)} ${to.y - 8},${y(to)}`;
  return html`<div class="tree" tabindex="0" role="group" aria-label="Tree of providers">
    <svg width=${width} height=${height} role="img"
      aria-label=${`${count(providers.length, 'provider')}: ${providers.map((each) => each.name).join(', ')}`}>
    ${node.links().map(({source, target}) =>
      html`<path d=${curve(source, target)} />`)}
    ${nodes.map((each) => html`<g><circle cx=${each.y + 8} cy=${y(each)} r="5" />
      <text x=${each.y + 18} y=${y(each) + 4}>${each.data.name}</text></g>`)}
  </svg></div>`;
}

/** Whose trait it is: the agent's if its last report has it, else of whoever wrote it to the API. */
function whoSet(trait, provider, vouched) {
  const reported = vouched.find((each) => each.uuid === provider.uuid);
  return reported?.traits.includes(trait) ? 'agent' : 'api';
}

function Traits({provider, vouched}) {
  if (provider.traits.length === 0) {
    return null;
  }
  const by = {agent: [], api: []};
  provider.traits.forEach((trait) => by[whoSet(trait, provider, vouched)].push(trait));
  const said = {agent: 'Traits that the agent reports', api: 'Traits that were set over the API'};
  return Object.entries(by).map(([who, traits]) => traits.length > 0 && html`<p class="traits"><span class="quiet">
    ${said[who]}:</span> ${traits.map((trait) => html`<span class="tag">${trait}</span> `)}</p>`);
}

function Provider({provider, vouched}) {
  return html`<section class="provider"><h3>
    ${provider.name} <${Id} id=${provider.uuid} href=${link('history', {kind: 'provider', id: provider.uuid})} /></h3>
    ${provider.inventories.length === 0
      ? html`<p class="quiet">No inventories.</p>`
      : html`<table class="facts"><thead><tr><th scope="col">Class</th><th scope="col">
        <span class="hidden">Bar</span></th><th scope="col">Used</th><th scope="col">Reserved</th>
        <th scope="col">Total</th><th scope="col">Ratio</th></tr></thead>
        <tbody>${provider.inventories.map((each) => html`<tr><th scope="row">${each.name}</th>
          <td><${Stock} used=${each.used} reserved=${each.reserved} ratio=${each.allocation_ratio}
            capacity=${each.capacity} /></td>
          <td class="n">${number(each.used)} of ${number(each.capacity)}</td><td class="n">${number(each.reserved)}
            </td>
          <td class="n">${number(each.total)}</td><td class="n">${each.allocation_ratio}</td></tr>`)}</tbody>
            </table>`}
    <${Traits} provider=${provider} vouched=${vouched} />
  </section>`;
}

function Devices({devices, id}) {
  return html`<section><h2>Devices</h2><table class="list" id="devices"><caption>
    ${count(devices.length, 'PCI device')}</caption>
    <thead><tr><th scope="col">Address</th><th scope="col">State</th><th scope="col">Holder</th>
      <th scope="col">Type</th><th scope="col">Product</th><th scope="col">NUMA</th><th scope="col">Tags</th></tr>
      </thead>
    <tbody>${devices.map((each) => html`<tr>
      <td><a href=${link('history', {kind: 'device', id: each.address, host: id})}>${each.address}</a></td>
      <td><span class=${`dot ${deviceKind(each.state)}`}>
        </span> ${each.state}${each.reason && html` <span class="quiet">${each.reason}</span>`}</td>
      <td>${each.consumer ? html`<${Id} id=${each.consumer}
        href=${link('history', {kind: 'consumer', id: each.consumer})} />` : 'nobody'}</td>
      <td>${each.dev_type}</td><td>${each.vendor_id}:${each.product_id}</td><td>${each.numa_node ?? 'any'}</td>
      <td>${Object.entries(each.tags).map(([name, value]) => html`<span class="tag">${name}=${String(value)}
        </span> `)}</td></tr>`)}</tbody>
  </table></section>`;
}

function Pools({pools}) {
  const rows = pools.flatMap((host) => host.pools ?? [host]);
  if (rows.length === 0) {
    return null;
  }
  return html`<section><h2>Pools</h2><table class="list" id="pools"><caption>Devices that are alike</caption>
    <thead><tr><th scope="col">Alike in</th><th scope="col">Free</th><th scope="col">States</th></tr></thead>
    <tbody>${rows.map((pool) => {
      const {count: free, states, ...key} = pool;
      return html`<tr><td>
        ${Object.entries(key).filter(([, value]) => value !== null && typeof value !== 'object')
          .map(([name, value]) => html`<span class="tag">${name}=${String(value)}</span> `)}</td>
        <td class="n">${free}</td><td>
          ${Object.entries(states ?? {}).map(([state, n]) => `${n} ${state}`).join(', ')}</td></tr>`;
    })}</tbody></table></section>`;
}

export function Host() {
  const id = param('id') ?? '';
  const loaded = useLoad(`host ${region()} ${asOf()} ${id}`, (signal) => loadHost(id, signal), asOf() ? 0 : EVERY_MS);
  const known = loaded.value;
  if (!known) {
    return html`<h1>Host</h1><${Waiting} of=${loaded} what="host" />`;
  }
  const root = known.providers.find((each) => each.uuid === id) ?? known.providers[0];
  if (!root) {
    return html`<h1>Host</h1>
      <p class="fault" role="alert">There is no host ${id} ${asOf() ? 'at this moment' : 'now'}.</p>`;
  }
  return html`<h1>${root.name}</h1>
    <p><${Id} id=${id} /> ${known.host?.drained && html`<span class="tag">drained: ${known.host.drained.reason}
      </span>`}
      ${' '}<a href=${link('history', {kind: 'host', id})}>History of this host</a></p>
    <${Tree} providers=${known.providers} root=${id} />
    ${known.devices.length > 0 && html`<${Devices} devices=${known.devices} id=${id} />`}
    <${Pools} pools=${known.pools} />
    <h2>Providers</h2>
    ${known.providers.map((provider) => html`<${Provider} key=${provider.uuid} provider=${provider}
      vouched=${known.host?.vouched ?? []} />`)}
    ${known.left > 0 && html`<p>${count(known.left, 'provider')} more are not shown.</p>`}`;
}
