// Where the reader is. All of it is in the address behind the #, so that a link shows the same screen to others.
import {signal} from './signals.mjs';

/** What goes along from page to page: the region, the moment, and what the time bar shows. */
const KEPT = ['region', 'as_of', 'span', 'until'];

function parse(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?');
  return {page: path || 'fleet', params: new URLSearchParams(query)};
}

export const place = signal(parse(location.hash));

addEventListener('hashchange', () => {
  place.value = parse(location.hash);
});

/** What the address says of a name; undefined if nothing. */
export const param = (name) => place.value.params.get(name) ?? undefined;

/** The region that is shown. */
export const region = () => param('region') ?? 'default';

/** The moment that is shown; undefined for the present. */
export const asOf = () => param('as_of');

function text(page, params) {
  const query = params.toString();
  return `#/${page}${query ? `?${query}` : ''}`;
}

function changed(params, changes) {
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === null || value === '') {
      params.delete(name);
    } else {
      params.set(name, value);
    }
  }
  return params;
}

/** The address of a page with these parameters, at the same moment of the same region. */
export function link(page, params = {}) {
  const kept = new URLSearchParams();
  for (const name of KEPT) {
    const value = param(name);
    if (value !== undefined) {
      kept.set(name, value);
    }
  }
  return text(page, changed(kept, params));
}

/** The address of this page with some parameters changed. */
export const here = (changes) => text(place.value.page, changed(new URLSearchParams(place.value.params), changes));

/** Changes parameters of this page. */
export function go(changes) {
  location.hash = here(changes);
}
