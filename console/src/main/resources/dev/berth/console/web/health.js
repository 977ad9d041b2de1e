// Whether the service is well: what it serves, what has stopped and how it goes on, what the state comes to, and what
// the last verify did.
import {read, SERVICE} from './api.js';
import {useLoad} from './load.js';
import {count, Copy, html, number, time, Waiting, word} from './parts.js';
import {asOf, here, link, region} from './state.js';

const EVERY_MS = 5000;

function Stop({stop}) {
  const offset = stop.position?.split('@')[1];
  return html`<li class="fault"><strong>${stop.region}</strong> ${stop.state}${stop.position && html` at <code>
    ${stop.position}</code>`}: ${stop.reason}
    ${stop.state === 'stopped' && html`<p>Look at the record first, then pass it:</p>
      <${Copy} label="the command that shows the record"
        text=${`berth skip --region ${stop.region} --offset ${offset}`} />
      <${Copy} label="the command that passes it"
        text=${`berth skip --region ${stop.region} --offset ${offset} --yes`} />`}
  </li>`;
}

function Partitions({ready, taken}) {
  const marks = new Map((taken?.partitions ?? []).map((each) => [each.partition, each]));
  return html`<table class="list" id="partitions"><caption>Partitions</caption>
    <thead><tr><th scope="col">Partition</th><th scope="col">State</th><th scope="col">Taken</th>
      <th scope="col">Lag</th><th scope="col">Last record's SHA-256</th></tr></thead>
    <tbody>${ready.partitions.map((each) => {
      const mark = marks.get(each.partition);
      return html`<tr><td>${each.partition}</td><td>${each.state}${each.reason && html` <span class="quiet">
        ${each.reason}</span>`}${mark?.fault && html` <span class="fault">${mark.fault}</span>`}</td>
        <td class="n">${each.at ?? mark?.offset ?? 'nothing'}</td>
        <td class="n">${each.of === undefined ? '0' : number(Math.max(0, each.of - (each.at ?? 0)))}</td>
        <td>${mark?.sha256 ? html`<code class="wrap">${mark.sha256}</code>` : 'none'}</td></tr>`;
    })}</tbody></table>`;
}

function Digest({digest}) {
  return html`<section><h2>State of region ${digest.region}</h2>
    <table class="facts" id="digest"><tbody>
      <tr><th scope="row">as after</th><td><code>${digest.position.partition}@${digest.position.offset}</code></td>
        </tr>
      <tr><th scope="row">commands decided</th><td>${number(digest.decided)}</td></tr>
      <tr><th scope="row">rules</th><td>version ${digest.rules_version}</td></tr>
      <tr><th scope="row">digest</th><td><code class="wrap">${digest.digest.whole}</code></td></tr>
      ${Object.entries(digest.digest.sections).map(([name, value]) => html`<tr><th scope="row">
        ${name.toLowerCase().replaceAll('_', ' ')}</th><td><code class="wrap">${value}</code></td></tr>`)}
    </tbody></table></section>`;
}

const VERDICTS = {
  identical: 'Identical: all was compared, nothing differs, and every region goes on',
  differences: 'Differences',
  incomplete: 'Incomplete: not all could be compared',
  stopped: 'Stopped: all was compared and nothing differs, but a region has stopped',
};

/** The offset that is taken next of each partition whose place in the log is known here. */
function places(ready, taken) {
  const next = new Map();
  for (const each of ready?.partitions ?? []) {
    if (each.state === 'served' && each.at !== undefined) {
      next.set(each.partition, each.at);
    }
  }
  for (const each of taken?.partitions ?? []) {
    if (each.offset !== undefined) {
      next.set(each.partition, each.offset + 1);
    }
  }
  return next;
}

/** How many records came behind those that were read, and of how many partitions that cannot be said here. */
function since(read, next) {
  const ends = new Map(read.map((each) => [each.partition, each.offset + 1]));
  let records = 0;
  next.forEach((at, partition) => {
    records += Math.max(0, at - (ends.get(partition) ?? 0));
  });
  return {records, unknown: [...ends.keys()].filter((partition) => !next.has(partition)).length};
}

function Since({read, next}) {
  if (next.size === 0) {
    return 'not known here';
  }
  const {records, unknown} = since(read, next);
  return html`${count(records, 'record')}${unknown > 0 && html` <span class="quiet">without
    ${` ${count(unknown, 'partition')}`} that others keep</span>`}`;
}

const utc = (text) => html`<time datetime=${text}>${time(Date.parse(text))} UTC</time>`;

/** What an auditor has said: nothing of it was seen here. */
function LastVerify({verified, next}) {
  const last = verified.last;
  if (!last) {
    return html`<p id="verified">None was reported to instance ${verified.instance} since it was started at
      ${' '}${utc(verified.since)}.</p>`;
  }
  return html`<p id="verified" class=${last.verdict === 'identical' ? 'good' : 'fault'}>
      <strong>${VERDICTS[last.verdict] ?? last.verdict}</strong>${last.differences > 0 &&
        `, ${count(last.differences, 'difference')}`}, as reported by ${last.reported_by}.</p>
    <table class="facts" id="last-verify"><tbody>
      <tr><th scope="row">ended</th><td>${utc(last.ended_at)}</td></tr>
      <tr><th scope="row">read</th><td>${last.read.length === 0 ? 'nothing' : html`up to
        ${' '}<code>${last.read.map((each) => `${each.partition}@${each.offset}`).join(' ')}</code>`}
        ${last.from_checkpoint ? ', from a checkpoint on' : ', from the beginning of the log on'}</td></tr>
      <tr><th scope="row">compared</th><td>${count(last.compared, 'decision')}${last.stores &&
        ', and what is on the disks of the instances'}</td></tr>
      <tr><th scope="row">came since</th><td><${Since} read=${last.read} next=${next} /></td></tr>
    </tbody></table>`;
}

export function Health() {
  const ready = useLoad('ready', (signal) => read('ready', {signal, also: [503]}), EVERY_MS);
  const regions = useLoad('regions of health', (signal) => read('regions', {signal}), EVERY_MS);
  const digest = useLoad(`digest ${region()} ${asOf()}`, (signal) => read('digest', {signal}),
    asOf() ? 0 : 4 * EVERY_MS);
  const verified = useLoad('last verify', (signal) => read('verified', {signal}), EVERY_MS);
  const now = ready.value?.data;
  return html`<h1>Health</h1>
    ${!now && html`<${Waiting} of=${ready} what="health" />`}
    ${now && html`<p id="ready" class=${now.status === 'ready' && !ready.failure ? 'good' : 'fault'}>
        <strong>${ready.failure ? 'No answer' : now.status === 'ready' ? 'Ready' : 'Not ready'}
          </strong>: ${count(now.regions_served, 'region')} served, ${now.regions_not_served} not served.</p>
      ${now.reasons.length > 0 && html`<ul>${now.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`}
      ${now.not_served.length > 0 && html`<section><h2>Not served</h2><ul class="stops" id="stops">
        ${now.not_served.map((stop) => html`<${Stop} stop=${stop} />`)}</ul></section>`}
      ${now.partitions.length > 0 && html`<${Partitions} ready=${now} taken=${regions.value?.data} />`}`}
    ${regions.value && html`<section><h2>Regions</h2><ul class="regions">
      ${regions.value.data.regions.map((name) => html`<li>
      ${name === region() ? html`<strong>${name}</strong>` : html`<a href=${here({region: name, as_of: ''})}>${name}
        </a>`}</li>`)}</ul>
      ${regions.value.data.regions.length === 0 && html`<p class="quiet">Nothing was written yet.</p>`}</section>`}
    ${digest.value ? html`<${Digest} digest=${digest.value.data} />` : html`<${Waiting} of=${digest} what="digest" />`}
    <section><h2>Last verify</h2>
      ${verified.value
        ? html`<${LastVerify} verified=${verified.value.data} next=${places(now, regions.value?.data)} />`
        : html`<${Waiting} of=${verified} what="last verify" />`}
      <p>Whether log, decisions and state agree is for an auditor with a reading of its own:</p>
      <${Copy} label="the command that verifies" text=${`berth audit verify --url ${word(SERVICE)}`} /></section>
    <p><a href=${link('fleet')}>To the fleet</a></p>`;
}
