// All hosts at once: a cell each, as full as its colour, with its devices as dots.
import {useMemo, useState} from './hooks.mjs';
import {differences, loadFleet, loadMatches} from './fleet-data.js';
import {FleetMap} from './fleet-map.js';
import {useLoad} from './load.js';
import {count, deviceKind, html, number, Stock, step, Waiting} from './parts.js';
import {asOf, go, here, link, param, region} from './state.js';

const EVERY_MS = 5000;
const LISTED = 40;
const CHANGES_LISTED = 500;

/** The class by which a host is coloured: the one that was chosen, or its scarcest. */
function stockOf(host, chosen) {
  return chosen ? host.classes.find((each) => each.name === chosen) : host.scarcest;
}

const share = (host, chosen) => {
  const stock = stockOf(host, chosen);
  return stock && stock.capacity > 0 ? stock.used / stock.capacity : -1;
};

function Controls({classes}) {
  const send = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    go({filter: form.get('filter').replace(/^\?/, '').trim(), compare: form.get('compare').trim()});
  };
  return html`<form class="controls" onSubmit=${send}>
    <label class="grow">Only hosts with
      <input name="filter" defaultValue=${param('filter') ?? ''}
        placeholder="resources=VCPU:4&required=HW_CPU_X86_AVX2" spellcheck="false" />
    </label>
    <label>Changed since
      <input name="compare" defaultValue=${param('compare') ?? ''} placeholder="offset or time" spellcheck="false" />
    </label>
    <button type="submit">Show</button>
    <label>Colour by
      <select name="class" value=${param('class') ?? ''} onChange=${(event) => go({class: event.target.value})}>
        <option value="">scarcest class</option>
        ${classes.map((name) => html`<option value=${name} selected=${name === param('class')}>${name}</option>`)}
      </select>
    </label>
  </form>`;
}

function Legend() {
  const words = ['nothing used', 'to a quarter', 'to a half', 'to three quarters', 'nearly all', 'all used'];
  return html`<ul class="legend" aria-label="Colours">
    ${words.map((word, i) => html`<li><span class=${`swatch level${i}`}></span>${word}</li>`)}
    <li><span class="swatch drained"></span>drained</li>
    <li><span class="dot free"></span>device free</li>
    <li><span class="dot held"></span>held</li>
    <li><span class="dot out"></span>out of service</li>
  </ul>`;
}

function devicesText(devices) {
  const states = Object.entries(devices);
  return states.length === 0 ? '' : states.map(([state, n]) => `${number(n)} ${state}`).join(', ');
}

/** What is known of the host that is pointed at. */
function Detail({host}) {
  if (!host) {
    return html`<p class="quiet">Point at a host, or move with the arrow keys; Enter opens it.</p>`;
  }
  return html`<h2><a href=${link('host', {id: host.id})}>${host.name}</a>
    ${host.isDrained && html` <span class="tag">drained</span>`}</h2>
    <table class="facts"><tbody>
      ${host.classes.map((each) => html`<tr><th scope="row">${each.name}</th>
        <td><${Stock} used=${each.used} capacity=${each.capacity} /></td>
        <td class="n">${number(each.used)} of ${number(each.capacity)}</td></tr>`)}
    </tbody></table>
    ${devicesText(host.devices) && html`<p>Devices: ${devicesText(host.devices)}</p>`}`;
}

function List({hosts, chosen, isFiltered}) {
  const shown = hosts.slice(0, LISTED);
  return html`<table class="list" id="hosts">
    <caption>
      ${hosts.length > LISTED
        ? `The ${isFiltered ? 'emptiest' : 'fullest'} ${LISTED} of ${count(hosts.length, 'host')}`
        : count(hosts.length, 'host')}</caption>
    <thead><tr><th scope="col">Host</th><th scope="col">Class</th><th scope="col">Used</th>
      <th scope="col">Devices</th></tr></thead>
    <tbody>${shown.map((host) => {
      const stock = stockOf(host, chosen);
      return html`<tr key=${host.id}>
        <td><a href=${link('host', {id: host.id})}>${host.name}</a></td>
        <td>${stock?.name ?? 'nothing'}</td>
        <td>${stock && html`<${Stock} used=${stock.used}
          capacity=${stock.capacity} /> ${number(stock.used)} of ${number(stock.capacity)}`}</td>
        <td>${devicesText(host.devices)}</td></tr>`;
    })}</tbody>
  </table>`;
}

function Changes({changes, since}) {
  return html`<section><table class="list" id="changes">
    <caption>
      ${changes.length > CHANGES_LISTED && `The first ${CHANGES_LISTED} of `}
      ${count(changes.length, 'change')} since ${since}</caption>
    <thead><tr><th scope="col">Host</th><th scope="col">What</th><th scope="col">From</th><th scope="col">To</th>
      </tr></thead>
    <tbody>${changes.slice(0, CHANGES_LISTED).map(({host, what, from, to}) => html`<tr>
      <td><a href=${link('host', {id: host.id})}>${host.name}</a></td><td>${what}</td><td>${from}</td><td>${to}</td>
        </tr>`)}</tbody>
  </table></section>`;
}

function Summary({fleet, found, chosen}) {
  const full = fleet.hosts
    .filter((host) => step(stockOf(host, chosen)?.used ?? 0, stockOf(host, chosen)?.capacity ?? 0) === 5).length;
  const devices = {};
  for (const host of fleet.hosts) {
    for (const [state, n] of Object.entries(host.devices)) {
      devices[deviceKind(state)] = (devices[deviceKind(state)] ?? 0) + n;
    }
  }
  return html`<p class="summary" id="summary">
    <strong>${count(fleet.hosts.length, 'host')}</strong>${found && html`, <strong>${number(found.size)}
      </strong> found`},
    ${' '}${number(full)} full, ${number(fleet.hosts.filter((host) => host.isDrained).length)} drained.
    ${Object.keys(devices).length > 0 &&
      html` Devices: ${number(devices.free ?? 0)} free, ${number(devices.held ?? 0)} held, ${number(devices.out
        ?? 0)} out of service.`}
    ${fleet.isCut && html` <strong>More hosts are left out.</strong>`}
    ${fleet.position && html` <span class="quiet">as after ${fleet.position}</span>`}
  </p>`;
}

export function Fleet() {
  const moment = asOf();
  const filter = param('filter');
  const compare = param('compare');
  const chosen = param('class');
  const every = moment ? 0 : EVERY_MS;
  const loaded = useLoad(`fleet ${region()} ${moment}`, (signal) => loadFleet(signal, moment), every);
  const matched = useLoad(`matches ${region()} ${moment} ${filter}`, (signal) =>
    (filter ? loadMatches(signal, filter) : undefined), filter ? every : 0);
  const earlier = useLoad(`fleet ${region()} ${compare}`, (signal) =>
    (compare ? loadFleet(signal, compare) : undefined));
  const [pointed, setPointed] = useState();
  const fleet = loaded.value;
  const found = filter ? matched.value : undefined;
  const changes = useMemo(() =>
    (fleet && compare && earlier.value ? differences(earlier.value, fleet) : undefined),
      [fleet, earlier.value, compare]);
  const marked = useMemo(() => changes && new Set(changes.map((change) => change.host.id)), [changes]);
  const classes = useMemo(() =>
    (fleet ? [...new Set(fleet.hosts.flatMap((host) => host.classes.map((each) => each.name)))].sort() : []), [fleet]);
  const listed = useMemo(() => (fleet ? fleet.hosts.filter((host) => !found || found.has(host.id)) : [])
    .sort((one, other) => (found ? share(one, chosen) - share(other, chosen)
      : share(other, chosen) - share(one, chosen))), [fleet, found, chosen]);
  return html`<h1>Fleet</h1>
    <${Controls} key=${`${filter} ${compare}`} classes=${classes} />
    ${filter && matched.failure && !matched.value && html`<p class="fault"
      role="alert">The filter was refused: ${matched.failure.message}</p>`}
    ${compare && earlier.failure && !earlier.value && html`<p class="fault"
      role="alert">There is no such moment: ${earlier.failure.message}</p>`}
    ${!fleet && html`<${Waiting} of=${loaded} what="hosts" />`}
    ${fleet && html`<${Summary} fleet=${fleet} found=${found} chosen=${chosen} />
      <${Legend} />
      <${FleetMap} hosts=${fleet.hosts} found=${found} marked=${marked} stockOf=${(host) => stockOf(host, chosen)}
        onPoint=${setPointed} onOpen=${(host) => { location.hash = link('host', {id: host.id}); }} />
      <div class="split">
        <section class="detail" aria-live="polite">
          ${html`<${Detail} host=${pointed ? fleet.hosts.find((host) => host.id === pointed) : undefined} />`}
          </section>
        ${changes ? html`<${Changes} changes=${changes} since=${compare} />` : html`<section>
          <${List} hosts=${listed} chosen=${chosen} isFiltered=${Boolean(found)} /></section>`}
      </div>
      ${(filter || compare) && html`<p><a href=${here({filter: '', compare: ''})}>Show all hosts as they are</a>
        </p>`}`}`;
}
