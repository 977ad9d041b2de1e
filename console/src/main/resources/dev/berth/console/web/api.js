// The API as this console asks it: it only reads. What it answers is data or a Failure that says what is to be done.
import {signal} from './signals.mjs';
import {asOf, region} from './state.js';

/** All that is ever asked, as the route table has it. */
export const ROUTES = {
  activity: 'GET /history/activity',
  candidates: 'GET /allocation_candidates',
  capacity: 'GET /capacity',
  devices: 'GET /hosts/{uuid}/devices',
  digest: 'GET /audit/digest',
  fleet: 'GET /fleet',
  history: 'GET /history/{kind}/{id}',
  host: 'GET /hosts/{uuid}',
  inventories: 'GET /resource_providers/{uuid}/inventories',
  pools: 'GET /pci/pools',
  providers: 'GET /resource_providers',
  ready: 'GET /readyz',
  regions: 'GET /audit/regions',
  traits: 'GET /resource_providers/{uuid}/traits',
  usages: 'GET /resource_providers/{uuid}/usages',
  verified: 'GET /audit/verified',
};

/** Routes that are answered of the present alone. */
const WITHOUT_PAST = new Set(['activity', 'history', 'ready', 'regions', 'verified']);

/** Routes that are not about a region. */
const OF_INSTANCE = new Set(['ready', 'regions', 'verified']);

/** The version of the API that is spoken, as its header says it. */
export const VERSION = 'placement 1.39';
const KEY = 'berth.token';

/** A service that takes longer for a whole answer is paused, or gone without a word. */
const ANSWER_MS = 60_000;

/** Where the API is: before the path of this page. */
export const BASE = location.pathname.replace(/(\/regions\/[^/]+)?\/console\/?$/, '');

/** The service as commands are told of it, which may run elsewhere and know another by default. */
export const SERVICE = location.origin + BASE;

/** What the reader is let in with; kept for this tab alone. */
export const token = signal(sessionStorage.getItem(KEY) ?? '');

export function setToken(value) {
  sessionStorage.setItem(KEY, value);
  token.value = value;
}

/** Why there is no answer. */
export class Failure extends Error {
  constructor(status, detail, waitS) {
    super(detail);
    this.status = status;
    this.waitS = waitS;
  }

  /** Whether the same question may be answered later. */
  get isPassing() {
    return this.status === 0 || this.status === 401 || this.status === 403 || this.status === 429 || this.status >= 500;
  }
}

/** The path of a route, with its parameters filled in. */
export function path(name, of = {}, query = '') {
  const template = ROUTES[name].split(' ')[1];
  const filled = template.replace(/\{(\w+)\}/g, (all, key) => encodeURIComponent(of[key]));
  return filled + (query ? `?${query}` : '');
}

/** What stands before the paths of the region that is shown. */
export const regionPath = () => (region() === 'default' ? '' : `/regions/${encodeURIComponent(region())}`);

function address(name, of, query, moment) {
  const params = new URLSearchParams(query);
  if (moment && !WITHOUT_PAST.has(name)) {
    params.set('as_of', moment);
  }
  return BASE + (OF_INSTANCE.has(name) ? '' : regionPath()) + path(name, of, params.toString());
}

/** What an error says behind the words that all errors of its status begin with. */
async function detail(response) {
  try {
    const body = await response.json();
    const words = body.errors?.[0]?.detail ?? body.error?.message ?? '';
    return words.slice(words.indexOf('\n\n') + 1).trim() || response.statusText;
  } catch (none) {
    return response.statusText || `status ${response.status}`;
  }
}

/**
 * Asks a route. An answer with one of the statuses in also is data too.
 *
 * @throws Failure
 */
export async function read(name, {of, query = '', moment = asOf(), also = [], signal: cut} = {}) {
  const headers = {accept: 'application/json', 'openstack-api-version': VERSION};
  if (token.value) {
    headers['x-auth-token'] = token.value;
  }
  const late = AbortSignal.timeout(ANSWER_MS);
  const signal = cut ? AbortSignal.any([cut, late]) : late;
  let response;
  try {
    response = await fetch(address(name, of, query, moment), {headers, signal, cache: 'no-store'});
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }
    throw new Failure(0, 'The service does not answer.');
  }
  if (!response.ok && !also.includes(response.status)) {
    throw new Failure(response.status, await detail(response),
      Number(response.headers.get('retry-after')) || undefined);
  }
  try {
    return {data: await response.json(), headers: response.headers, status: response.status};
  } catch (e) {
    if (e.name === 'AbortError') {
      throw e;
    }
    throw new Failure(0, 'The answer of the service broke off.');
  }
}
