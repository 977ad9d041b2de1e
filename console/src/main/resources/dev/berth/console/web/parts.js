// Small things that several pages show.
import {h} from './preact.mjs';
import htm from './htm.mjs';

export const html = htm.bind(h);

const NUMBER = new Intl.NumberFormat('en-US');

export const number = (value) => NUMBER.format(value);

/** One of them, or several. */
export const count = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;

/** A time as people read it, in UTC, which the log is in. */
export function time(ms, withSeconds = true) {
  const text = new Date(ms).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, withSeconds ? 19 : 16)}`;
}

/** An id short enough for a table; all of it is its title. */
export const short = (id) => (id.length === 36 ? `${id.slice(0, 8)}…${id.slice(-4)}` : id);

export const Id = ({id, href}) =>
  href ? html`<a class="id" href=${href} title=${id}>${short(id)}</a>` : html`<span class="id" title=${id}>
    ${short(id)}</span>`;

/** A word of a command line. What the address of a page says must not run when it is pasted, so it is quoted. */
export const word = (text) => (/^[\w:/.@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** What is shown while there is nothing, or why there is nothing. */
export function Waiting({of, what}) {
  if (of.failure) {
    return of.failure.isPassing === false || of.failure.isPassing === undefined
      ? html`<p class="fault" role="alert">${of.failure.message}</p>`
      : html`<p class="quiet">No ${what} yet: ${of.failure.message}</p>`;
  }
  return html`<p class="quiet" aria-busy="true">Loading ${what} …</p>`;
}

/** A bar of what there is, with what is reserved and used of it; wider by what is given more often than once. */
export function Stock({used, reserved = 0, ratio = 1, capacity}) {
  const kept = reserved * ratio;
  const all = Math.max(capacity + kept, used + kept, 1);
  const part = (n) => `${(100 * n) / all}%`;
  return html`<span class="stock" role="img"
    aria-label="${number(used)} of ${number(capacity)} used, ${number(reserved)} reserved">
    <span class=${used > capacity ? 'over' : level(used, capacity)} style=${{width: part(used)}}></span>
    <span class="reserved" style=${{width: part(kept), marginLeft: part(Math.max(0, capacity - used))}}></span>
  </span>`;
}

/** How scarce something is, from 0 to 5. */
export const step = (used, capacity) => {
  if (used <= 0 || capacity <= 0) {
    return capacity <= 0 && used > 0 ? 5 : 0;
  }
  return used >= capacity ? 5 : 1 + Math.min(3, Math.floor((used / capacity) * 4));
};

const level = (used, capacity) => `level${step(used, capacity)}`;

/** Groups of states of devices, as dots and words show them. */
export function deviceKind(state) {
  if (state === 'available') {
    return 'free';
  }
  return state === 'claimed' || state === 'allocated' ? 'held' : 'out';
}

export const Copy = ({text, label}) => html`<div class="copy">
    <code tabindex="0">${text}</code>
    <button type="button" onClick=${() => navigator.clipboard?.writeText(text)}
      aria-label=${`Copy ${label}`}>Copy</button>
  </div>`;
