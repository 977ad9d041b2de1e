// What is around each page: where to go, who reads, what is wrong, and the time bar.
import {useEffect, useRef, useState} from './hooks.mjs';
import {read, setToken, token} from './api.js';
import {troubles, useLoad} from './load.js';
import {html} from './parts.js';
import {asOf, go, link, place, region} from './state.js';
import {TimeBar} from './timebar.js';
import {Fleet} from './fleet.js';
import {Host} from './host.js';
import {Ask} from './ask.js';
import {History} from './history.js';
import {Health} from './health.js';

const PAGES = {
  fleet: {title: 'Fleet', view: Fleet},
  host: {title: 'Host', view: Host, isHidden: true},
  ask: {title: 'Ask', view: Ask},
  history: {title: 'History', view: History},
  health: {title: 'Health', view: Health},
};

/** Ticks while somebody waits, so that a count of seconds goes down. */
function useSeconds(isOn) {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!isOn) {
      return undefined;
    }
    const timer = setInterval(() => tick((n) => n + 1), 500);
    return () => clearInterval(timer);
  }, [isOn]);
}

function words(failure) {
  if (failure.status === 401) {
    return token.value ? 'The service does not accept this token.' : 'The service asks who you are.';
  }
  if (failure.status === 403) {
    return `Your token lacks a role for this: ${failure.message} `
      + 'Readers and auditors of the system may read all pages.';
  }
  return failure.message;
}

function Notice() {
  const all = [...troubles.value.values()];
  useSeconds(all.length > 0);
  if (all.length === 0) {
    return null;
  }
  const first = all.find((trouble) => trouble.failure.status === 401) ?? all[0];
  const seconds = Math.max(0, Math.ceil((Math.min(...all.map((trouble) => trouble.again)) - Date.now()) / 1000));
  return html`<div class="notice" id="notice">
    <span role="alert">${words(first.failure)}</span>
    <span class="quiet" aria-hidden="true"> Trying again ${seconds > 0 ? `in ${seconds} s` : 'now'} …</span>
    ${first.failure.status === 401 && html`<${TokenForm} />`}
  </div>`;
}

function TokenForm() {
  const field = useRef();
  const send = (event) => {
    event.preventDefault();
    setToken(field.current.value.trim());
  };
  return html`<form class="token" onSubmit=${send}>
    <label>Token <input ref=${field} name="token" type="password" autocomplete="off" required /></label>
    <button type="submit">Use for this tab</button>
  </form>`;
}

function Regions() {
  const regions = useLoad('regions', (signal) => read('regions', {signal}), 30000);
  const written = regions.value?.data.regions;
  const names = new Set(written ?? []);
  names.add(region());
  names.add('default');
  // A region comes to be with the first write to it, so an address with a name that is misspelt shows an empty one.
  const isUnwritten = written && region() !== 'default' && !written.includes(region());
  return html`${isUnwritten && html`<span class="fault" id="unwritten" role="status">
      Nothing was written to region ${region()} at this instance, which has ${written.join(', ') || 'none yet'}.</span>`}
    <label class="region">Region
    <select name="region" value=${region()}
      onChange=${(event) => go({region: event.target.value, as_of: '', until: ''})}>
      ${[...names].sort().map((name) => html`<option value=${name} selected=${name === region()}>${name}</option>`)}
    </select>
  </label>`;
}

export function Shell() {
  const {page} = place.value;
  const known = PAGES[page] ?? PAGES.fleet;
  useEffect(() => {
    document.title = `${known.title} · ${region()} · Berth`;
  });
  return html`
    <a class="skip" href="#main" onClick=${(event) => {
      event.preventDefault();
      document.getElementById('main').focus();
    }}>To the page</a>
    <header>
      <a class="brand" href=${link('fleet')}>Berth</a>
      <nav aria-label="Pages">
        ${Object.entries(PAGES).map(([name, {title, isHidden}]) => (isHidden && name !== page
          ? null
          : html`<a href=${name === page ? '#' + location.hash.slice(1) : link(name)}
              aria-current=${name === page ? 'page' : undefined}>${title}</a>`))}
      </nav>
      <${Regions} />
      ${token.value && html`<button type="button" class="plain" onClick=${() => setToken('')}>Forget token</button>`}
    </header>
    <${TimeBar} key=${region()} />
    <${Notice} />
    <main id="main" tabindex="-1" class=${asOf() ? 'past' : ''}>
      <${known.view} key=${page + region()} />
    </main>`;
}
