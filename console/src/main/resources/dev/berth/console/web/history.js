// What ever happened to a thing: who held it when, what was refused and why, and who sent it.
import {useState} from './hooks.mjs';
import {read} from './api.js';
import {held, sentBy, whatChanged} from './history-data.js';
import {useLoad} from './load.js';
import {count, html, Id, time, Waiting} from './parts.js';
import {asOf, go, link, param, region} from './state.js';

const KINDS = ['provider', 'consumer', 'device', 'host'];
const PAGES_MAX = 20;
const SHOWN = 200;
const LANES_SHOWN = 60;
const UUID = /^[0-9a-f]{8}-/;

async function loadHistory(signal, kind, id, host) {
  const entries = [];
  let after;
  let last;
  for (let page = 0; page < PAGES_MAX; page++) {
    const query = new URLSearchParams({limit: 1000, ...(after && {after}), ...(host && {host})}).toString();
    last = (await read('history', {of: {kind, id}, query, signal})).data;
    entries.push(...last.entries);
    after = last.next;
    if (!after) {
      break;
    }
  }
  return {entries, isCut: Boolean(after), knownFrom: last.known_from, stopped: last.stopped, loadedMs: Date.now()};
}

function Form({kind, id}) {
  const send = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    go({kind: form.get('kind'), id: form.get('id').trim(), host: form.get('kind') === kind ? param('host') : ''});
  };
  return html`<form class="controls" onSubmit=${send}>
    <label>History of a <select name="kind">${KINDS.map((each) => html`<option selected=${each === kind}>${each}
      </option>`)}</select></label>
    <label class="grow">UUID, name or address <input name="id" defaultValue=${id} required spellcheck="false" />
      </label>
    <button type="submit">Show</button>
  </form>`;
}

/** Where a bar is of the whole time, in percent. */
const at = (ms, from, to) => `${(100 * (ms - from)) / Math.max(1, to - from)}%`;

function Bars({lanes, entries, untilMs}) {
  const from = entries[0].timestamp_ms;
  const to = Math.max(untilMs, from + 1000);
  const refusals = entries.filter((entry) => entry.refusal);
  return html`<div class="bars" id="bars">
    ${lanes.slice(0, LANES_SHOWN).map((lane) => html`<div class="lane"><span class="who">
      ${UUID.test(lane.name) ? html`<${Id} id=${lane.name}
        href=${link('history', {kind: 'consumer', id: lane.name})} />` : lane.name}</span>
      <span class="track">
        ${lane.spans.map((each) => html`<a class="span"
          href=${link('history', {...Object.fromEntries(['kind', 'id', 'host']
            .map((name) => [name, param(name)])), as_of: each.position})}
        style=${{left: at(each.fromMs, from, to),
          width: `max(4px, ${at((each.toMs ?? to) - each.fromMs + from, from, to)})`}}
        title=${`${each.what}: ${time(each.fromMs)} to ${each.toMs
          ? time(each.toMs) : 'now'} UTC, by ${each.by}`}><span>${each.what}</span></a>`)}</span></div>`)}
    ${lanes.length > LANES_SHOWN && html`<p class="quiet">Of ${count(lanes.length, 'lane')} the first ${LANES_SHOWN} are
      drawn; the table below has more.</p>`}
    ${refusals.length > 0 && html`<div class="lane"><span class="who">refused</span><span class="track">
      ${refusals.map((entry) => html`<span class="refusal" style=${{left: at(entry.timestamp_ms, from, to)}}
        title=${`${entry.refusal.code} at ${time(entry.timestamp_ms)} UTC, by ${sentBy(entry)}`}></span>`)}
      </span></div>`}
    <div class="lane axis"><span class="who"></span><span class="track"><span>${time(from)}</span><span>
      ${time(to)} UTC</span></span></div>
  </div>`;
}

function Held({lanes}) {
  const rows = lanes.flatMap((lane) => lane.spans.map((each) =>
    ({...each, name: lane.name}))).sort((one, other) => other.fromMs - one.fromMs);
  return html`<table class="list" id="held"><caption>
    ${rows.length > SHOWN ? `The last ${SHOWN} of ${count(rows.length, 'time')} that it was held` : 'Held'}</caption>
    <thead><tr><th scope="col">By</th><th scope="col">What</th><th scope="col">From (UTC)</th>
      <th scope="col">To</th><th scope="col">Sent by</th></tr></thead>
    <tbody>${rows.slice(0, SHOWN).map((each) => html`<tr><td>
      ${UUID.test(each.name) ? html`<${Id} id=${each.name}
        href=${link('history', {kind: 'consumer', id: each.name})} />` : each.name}</td>
      <td>${each.what}</td><td>${time(each.fromMs)}</td><td>${each.toMs ? time(each.toMs) : 'now'}</td><td>
        ${each.by}</td></tr>`)}</tbody></table>`;
}

/** The moment just before an entry: what was so when it was decided. */
function before(entry) {
  return entry.offset > 0 ? `${entry.partition}@${entry.offset - 1}` : undefined;
}

function Entries({entries, kind, id, hosts}) {
  const [isAll, setAll] = useState(false);
  const newest = [...entries].reverse();
  const shown = isAll ? newest : newest.slice(0, SHOWN);
  return html`<table class="list" id="entries"><caption>
    ${count(entries.length, 'entry', 'entries')}, the newest first</caption>
    <thead><tr><th scope="col">Position</th><th scope="col">Time (UTC)</th><th scope="col">Command</th>
      <th scope="col">What came of it</th><th scope="col">Sent by</th><th scope="col">State</th></tr></thead>
    <tbody>${shown.map((entry) => html`<tr>
      <td>${entry.partition}@${entry.offset}</td><td>${time(entry.timestamp_ms)}</td><td>
        ${entry.command.toLowerCase().replaceAll('_', ' ')}</td>
      <td>${entry.refusal
        ? html`<span class="fault">refused ${entry.refusal.code}</span> <span class="quiet">
          ${Object.entries(entry.refusal.facts).map(([name, value]) => `${name}=${value}`).join(', ')}</span>`
        : whatChanged(entry, kind, id).map((line) => html`<div>${line}
          </div>`)}${entry.reason && html`<div class="quiet">because ${entry.reason}</div>`}</td>
      <td>${sentBy(entry)}</td>
      <td>${before(entry) &&
        html`<a href=${link(hosts
          ? 'host' : 'fleet', {id: hosts, as_of: before(entry)})}>just before</a>`}</td></tr>`)}</tbody></table>
    ${shown.length < entries.length && html`<button type="button"
      onClick=${() => setAll(true)}>Show all ${entries.length}</button>`}`;
}

export function History() {
  const kind = param('kind') ?? 'consumer';
  const id = param('id') ?? '';
  const host = kind === 'device' ? param('host') : undefined;
  const loaded = useLoad(`history ${region()} ${kind} ${id} ${host}`, (signal) =>
    (id ? loadHistory(signal, kind, id, host) : undefined));
  const history = loaded.value;
  const moment = asOf();
  const entries = history?.entries.filter((entry) => isNotLater(entry, moment)) ?? [];
  const lanes = entries.length > 0 ? held(kind, entries) : [];
  return html`<h1>History</h1>
    <${Form} key=${`${kind} ${id}`} kind=${kind} id=${id} />
    ${!id && html`<p class="quiet">Name a thing, or follow a link from a host.</p>`}
    ${id && !history && html`<${Waiting} of=${loaded} what="history" />`}
    ${history && entries.length === 0 &&
      html`<p>Nothing ever happened to ${kind} ${id}${moment ? ' until this moment' : ''}.</p>`}
    ${history?.knownFrom &&
      html`<p class="quiet">
        What was before ${history.knownFrom.partition}@${history.knownFrom.offset} was deleted from the log.</p>`}
    ${history?.stopped &&
      html`<p class="fault">
        The region stands at ${history.stopped.partition}@${history.stopped.offset}: ${history.stopped.reason}</p>`}
    ${history?.isCut && html`<p class="fault">There is more than is shown: berth audit history has all of it.</p>`}
    ${entries.length > 0 && html`<h2>${kind} <span class="id">${id}</span></h2>
      <${Bars} lanes=${lanes} entries=${entries}
        untilMs=${moment ? entries[entries.length - 1].timestamp_ms : history.loadedMs} />
      ${lanes.length > 0 && html`<${Held} lanes=${lanes} />`}
      <${Entries} entries=${entries} kind=${kind} id=${id} hosts=${kind === 'host' ? id : host} />`}`;
}

/** Whether the moment that is shown has the entry in it. */
function isNotLater(entry, moment) {
  if (!moment || moment === 'now') {
    return true;
  }
  if (/^(\d+@)?\d+$/.test(moment)) {
    return entry.offset <= Number(moment.split('@').pop());
  }
  return entry.timestamp_ms <= Date.parse(moment);
}
