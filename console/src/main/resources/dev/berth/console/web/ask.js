// Where could a request go, why not elsewhere, and how many more of it fit.
import {useState} from './hooks.mjs';
import {path, read, regionPath, SERVICE, VERSION} from './api.js';
import {useLoad} from './load.js';
import {count, Copy, html, Id, number, Waiting, word} from './parts.js';
import {asOf, go, link, param, region} from './state.js';

const LIMIT = 50;
const FIELDS = {
  resources: {label: 'Amounts', hint: 'VCPU:4,MEMORY_MB:8192'},
  pci: {label: 'PCI devices', hint: '10g:2'},
  required: {label: 'Traits', hint: 'HW_CPU_X86_AVX2,!COMPUTE_STATUS_DISABLED'},
  member_of: {label: 'Aggregates', hint: 'in:UUID,UUID'},
};

/** The query as fields, and what is in none of them. */
function split(query) {
  const rest = new URLSearchParams(query);
  const fields = {};
  for (const name of Object.keys(FIELDS)) {
    fields[name] = rest.getAll(name).length === 1 ? rest.get(name) : '';
    if (fields[name]) {
      rest.delete(name);
    }
  }
  return {fields, more: readable(rest)};
}

/** A query string as people write it. */
const readable = (params) => params.toString().replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%21', '!');

function joined(form) {
  const query = new URLSearchParams();
  for (const name of Object.keys(FIELDS)) {
    const value = form.get(name).trim();
    if (value) {
      query.append(name, value);
    }
  }
  for (const [name, value] of new URLSearchParams(form.get('more').replace(/^[?&]+/, '').trim())) {
    if (name !== 'explain' && name !== 'as_of') {
      query.append(name, value);
    }
  }
  return readable(query);
}

function Form({query}) {
  const {fields, more} = split(query);
  const [draft, setDraft] = useState(query);
  const update = (event) => setDraft(joined(new FormData(event.currentTarget)));
  const send = (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    go({q: joined(form), n: form.get('n')});
  };
  return html`<form class="ask" onSubmit=${send} onInput=${update}>
    ${Object.entries(FIELDS).map(([name, {label, hint}]) => html`<label>
      ${label} <input name=${name} defaultValue=${fields[name]} placeholder=${hint} spellcheck="false" /></label>`)}
    <label class="grow">More of the query <input name="more" defaultValue=${more}
      placeholder="resources_NET=SRIOV_NET_VF:1&group_policy=isolate" spellcheck="false" /></label>
    <label>How many <input name="n" type="number" min="1" max="100000" defaultValue=${param('n') ?? '1'} /></label>
    <button type="submit">Ask</button>
    ${draft && html`<${Commands} query=${draft} />`}
  </form>`;
}

function Commands({query}) {
  const moment = asOf() ? `&as_of=${encodeURIComponent(asOf())}` : '';
  const where = `${SERVICE}${regionPath()}`;
  const url = `${where}${path('candidates', {}, `${query}&limit=${LIMIT}&explain=true${moment}`)}`;
  const then = asOf() ? `--as-of ${word(asOf())} ` : '';
  return html`<div class="commands">
    <${Copy} label="the curl command"
      text=${`curl -s -H "x-auth-token: $BERTH_TOKEN" -H 'openstack-api-version: ${VERSION}' ${word(url)}`} />
    <${Copy} label="the berth command" text=${`berth explain --url ${word(where)} ${then}${word(query)}`} />
  </div>`;
}

function Candidates({answer, names}) {
  const {allocation_requests: requests, provider_summaries: summaries} = answer;
  const root = (id) => summaries[id]?.root_provider_uuid ?? id;
  return html`<table class="list" id="candidates"><caption>
    ${requests.length === LIMIT ? `The first ${LIMIT} candidates` : count(requests.length, 'candidate')}</caption>
    <thead><tr><th scope="col">Host</th><th scope="col">Takes</th></tr></thead>
    <tbody>${requests.map((request) => {
      const providers = Object.entries(request.allocations);
      const id = root(providers[0]?.[0] ?? '');
      return html`<tr><td>${names.has(id) ? html`<a href=${link('host', {id})}>${names.get(id)}
        </a>` : html`<${Id} id=${id} href=${link('host', {id})} />`}</td>
        <td>${providers.map(([id, {resources}]) => html`<span class="tag" title=${id}>
          ${Object.entries(resources).map(([each, n]) => `${each}:${n}`).join(' ')}</span> `)}</td></tr>`;
    })}</tbody></table>`;
}

const VERDICTS = {
  found: 'There are candidates.',
  not_now: 'None now: there would be some if nothing were in use, dirty or drained.',
  never: 'None ever: there would be none even if nothing were used.',
  undecided: 'Undecided: the explanation was cut off first.',
};

/** One thing asked, as a funnel: each line as wide as what is left. */
function Funnel({title, lines, scarce}) {
  const widest = Math.max(1, ...lines.map((line) => line.before));
  return html`<section class="funnel"><h3>${title}${scarce && html` <span class="fault">exhausted: ${scarce}
    </span>`}</h3>
    <ol>${lines.map((line) => html`<li class=${line.after === 0 ? 'none' : ''}>
      <span class="bar" style=${{width: `${(100 * line.after) / widest}%`}}></span>
      <span class="n">${number(line.after)}</span><span class="n minus">
        ${line.removed > 0 ? `−${number(line.removed)}` : ''}</span>
      <span>${line.constraint}</span></li>`)}</ol></section>`;
}

function Explanation({explanation}) {
  return html`<section id="explanation"><h2>Why</h2>
    <p class=${explanation.verdict === 'found' ? 'good' : 'fault'} id="verdict">
      ${VERDICTS[explanation.verdict] ?? explanation.verdict}</p>
    ${explanation.demands.map((each) => html`<${Funnel} title=${each.parameter} lines=${each.providers}
      scarce=${each.scarce} />`)}
    ${(explanation.devices ?? []).map((each) => html`<${Funnel} title=${each.parameter} lines=${each.devices} />`)}
    <${Funnel} title="Hosts" lines=${explanation.trees} />
    ${explanation.nearest.length > 0 && html`<section><h3>Nearest hosts without a candidate</h3><ul class="nearest">
      ${explanation.nearest.map((miss) => html`<li>
      <a href=${link('host', {id: miss.root})}>${miss.root_name}</a><ul>${miss.lacks.map((lack) => html`<li>
        ${lack.text}</li>`)}</ul></li>`)}</ul></section>`}
  </section>`;
}

/** Where so many more go, one after another, each to the first candidate: hosts in the order of their ids. */
function placed(capacity, wanted) {
  let left = wanted;
  const rows = [];
  for (const host of [...capacity.by_host].sort((one, other) => (one.root < other.root ? -1 : 1))) {
    const n = Math.min(left, host.capacity);
    if (n > 0) {
      rows.push({...host, n});
      left -= n;
    }
  }
  return {rows, left};
}

function Capacity({capacity, wanted}) {
  const {rows, left} = placed(capacity, wanted);
  return html`<section id="capacity"><h2>
    ${capacity.at_least ? 'At least ' : ''}${number(capacity.capacity)} more fit</h2>
    ${wanted > 0 && !capacity.hosts_share && html`<table class="list" id="placed"><caption>
      ${number(wanted)} more would go to, one after another</caption>
      <thead><tr><th scope="col">Host</th><th scope="col">Of them</th><th scope="col">Fit there</th>
        <th scope="col">Then lacks</th></tr></thead>
      <tbody>${rows.map((host) => html`<tr><td><a href=${link('host', {id: host.root})}>${host.root_name}</a></td>
        <td class="n">${number(host.n)}</td><td class="n">${number(host.capacity)}</td><td>
        ${(host.lacks ?? []).join(' and ')}</td></tr>`)}
        ${left > 0 && html`<tr><td colspan="4" class="fault">${number(left)} of them do not fit.</td></tr>`}</tbody>
          </table>`}
    ${capacity.hosts_share &&
      html`<p class="quiet">Hosts compete for what they share, so where each would go is not shown.</p>`}
    ${capacity.runs_out.length > 0 &&
      html`<p>What runs out first: ${capacity.runs_out.map((each) =>
        `${each.lacks.join(' and ')} on ${count(each.hosts, 'host')}`).join('; ')}.</p>`}
    ${capacity.reductions.length > 0 &&
      html`<p>One more would fit with ${capacity.reductions.map((each) => each.map((one) =>
        `${one.of}:${one.to} instead of ${one.from}`).join(' and ')).join(', or ')}.</p>`}
  </section>`;
}

export function Ask() {
  const query = param('q') ?? '';
  const wanted = Number(param('n') ?? 1) || 0;
  const key = `${region()} ${asOf()} ${query}`;
  const candidates = useLoad(`candidates ${key}`, async (signal) =>
    (query ? (await read('candidates', {query: `${query}&limit=${LIMIT}&explain=true`, signal})).data : undefined));
  const capacity = useLoad(`capacity ${key}`, async (signal) =>
    (query ? (await read('capacity', {query: `${query}&by=host`, signal})).data : undefined));
  const names = new Map((capacity.value?.by_host ?? []).map((host) => [host.root, host.root_name]));
  return html`<h1>Ask</h1>
    <${Form} key=${query} query=${query} />
    ${query && html`<div class="split even">
      <div>
        ${capacity.value ? html`<${Capacity} capacity=${capacity.value}
          wanted=${wanted} />` : !candidates.failure && html`<${Waiting} of=${capacity} what="capacity" />`}
        ${candidates.value ? html`<${Candidates} answer=${candidates.value} names=${names} />` : html`<${Waiting}
          of=${candidates} what="candidates" />`}
      </div>
      ${candidates.value?.explanation && html`<${Explanation} explanation=${candidates.value.explanation} />`}
    </div>`}`;
}
