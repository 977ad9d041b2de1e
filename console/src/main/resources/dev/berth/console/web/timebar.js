// How much was claimed and refused when, over every page; and the moment that all pages show.
import {useEffect, useMemo, useRef} from './hooks.mjs';
import uPlot from './uplot.mjs';
import {momentAt, readOn} from './activity.js';
import {Failure, read} from './api.js';
import {useLoad} from './load.js';
import {count, html, time} from './parts.js';
import {asOf, go, here, param, region} from './state.js';

const SPANS = {'10 min': 600, '1 h': 3600, '6 h': 21600, '1 d': 86400, '7 d': 604800, '30 d': 2592000};
const SPAN_S = 3600;
const SPAN_MIN_S = 60;
const SPAN_MAX_S = 10 * 366 * 86400;
const BARS = 180;
const STEPS_S = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 10800, 21600, 43200, 86400];
const EVERY_MS = 10000;

/** How many answers are read at a time, of at most 200,000 commands each. */
const PAGES_MAX = 20;

/** What the address says, within what can be drawn. */
const span = () => Math.max(SPAN_MIN_S, Math.min(SPAN_MAX_S, Number(param('span')) || SPAN_S));

/** The length of an interval with which the span has no more than so many bars. */
export const stepOf = (spanS) => STEPS_S.find((s) => spanS / s <= BARS) ?? 86400;

/**
 * Reads on until all of the span was read, or enough for now. What was read is kept, and asked for no more; where the
 * service does not know the place any more, as after another log, all is read again the next time.
 */
async function load(signal, kept, key, fromMs, untilMs, stepS) {
  const ask = async (from) =>
    (await read('activity', {query: new URLSearchParams({from, step: stepS}).toString(), signal})).data;
  let bar = kept.current.key === key ? kept.current.bar : undefined;
  const isKept = Boolean(bar);
  try {
    for (let page = 0; page < PAGES_MAX && (page === 0 || bar.isCut); page++) {
      bar = await readOn(ask, bar, fromMs, untilMs);
      if (signal.aborted) {
        return bar;
      }
      kept.current = {key, bar};
    }
    return bar;
  } catch (failure) {
    if (isKept && failure instanceof Failure && !failure.isPassing) {
      kept.current = {};
      throw new Failure(0, failure.message);
    }
    throw failure;
  }
}

/**
 * Each series stands on the one before it, so that the bars are as high as all together. What was not read yet is no
 * bar, and not one of none.
 */
function columns(intervals, isCut, fromMs, untilMs, stepS) {
  const known = new Map(intervals.map((each) => [each.begin, each]));
  const x = [];
  const all = [];
  const granted = [];
  const claims = [];
  const stepMs = stepS * 1000;
  const readMs = isCut ? intervals[intervals.length - 1]?.begin ?? fromMs : untilMs;
  for (let at = Math.ceil(fromMs / stepMs) * stepMs; at < untilMs; at += stepMs) {
    x.push((at + stepMs / 2) / 1000);
    if (at > readMs) {
      [claims, granted, all].forEach((series) => series.push(null));
      continue;
    }
    const each = known.get(at) ?? {claims: 0, others: 0, refused: 0};
    claims.push(each.claims);
    granted.push(each.claims + each.others);
    all.push(each.claims + each.others + each.refused);
  }
  return [x, all, granted, claims];
}

/** Where a moment is on the bar, in seconds; undefined if it is none that the bar knows. */
function momentS(moment, intervals) {
  if (!moment) {
    return undefined;
  }
  const ms = Date.parse(moment);
  if (!Number.isNaN(ms) && moment.includes('-')) {
    return ms / 1000;
  }
  const offset = Number(moment.split('@').pop());
  const found = intervals.find((each) => Number(each.last.split('@')[1]) >= offset);
  return found && found.begin / 1000;
}

function Chart({intervals, isCut, fromMs, untilMs, stepS, moment}) {
  const holder = useRef();
  const plot = useRef();
  const now = useRef({});
  const data = useMemo(() => columns(intervals, isCut, fromMs, untilMs, stepS),
    [intervals, isCut, fromMs, untilMs, stepS]);
  now.current = {intervals, isCut, moment};
  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(name).trim();
    const bars = uPlot.paths.bars({size: [0.9, 40], align: 0});
    const series = (label, colour) =>
      ({label, fill: colour, stroke: colour, width: 0, paths: bars, points: {show: false}});
    const mark = (u) => {
      const at = momentS(now.current.moment, now.current.intervals);
      if (at === undefined) {
        return;
      }
      const x = Math.round(u.valToPos(at, 'x', true));
      u.ctx.fillStyle = of('--mark');
      u.ctx.fillRect(x - 1, u.bbox.top, 3, u.bbox.height);
    };
    const axis = {stroke: of('--quiet'), grid: {show: false}, ticks: {stroke: of('--line')}, font: '11px system-ui'};
    plot.current = new uPlot({
      width: holder.current.clientWidth,
      height: 92,
      padding: [6, 8, 0, 0],
      legend: {show: false},
      cursor: {y: false, drag: {x: true, y: false, setScale: false}, points: {show: false}},
      scales: {x: {time: true}, y: {range: (u, min, max) => [0, Math.max(1, max)]}},
      tzDate: (s) => uPlot.tzDate(new Date(s * 1000), 'Etc/UTC'),
      axes: [{...axis, size: 24, values: (u, ticks) => ticks
        .map((s) => clock(s, u))}, {...axis, size: 44,
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000, 100000]}],
      series: [{}, series('refused', of('--refused')), series('other changes', of('--others')),
        series('claims', of('--claims'))],
      hooks: {
        draw: [mark],
        setSelect: [(u) => {
          if (u.select.width > 6) {
            const begin = u.posToVal(u.select.left, 'x');
            const end = u.posToVal(u.select.left + u.select.width, 'x');
            u.setSelect({left: 0, width: 0, top: 0, height: 0}, false);
            go({span: Math.max(SPAN_MIN_S, Math.round(end - begin)),
              until: new Date(end * 1000).toISOString().slice(0, 19) + 'Z'});
          }
        }],
        ready: [(u) => {
          let down;
          u.over.addEventListener('mousedown', (event) => { down = event.clientX; });
          u.over.addEventListener('mouseup', (event) => {
            if (down !== undefined && Math.abs(event.clientX - down) <= 6) {
              const x = event.clientX - u.over.getBoundingClientRect().left;
              go({as_of: momentAt(u.posToVal(x, 'x') * 1000, now.current)});
            }
            down = undefined;
          });
        }],
      },
    }, data, holder.current);
    const watch = new ResizeObserver(() => plot.current.setSize({width: holder.current.clientWidth, height: 92}));
    watch.observe(holder.current);
    return () => {
      watch.disconnect();
      plot.current.destroy();
    };
  }, []);
  useEffect(() => {
    plot.current.setData(data, false);
    plot.current.setScale('x', {min: fromMs / 1000, max: untilMs / 1000});
  }, [data, fromMs, untilMs, moment]);

  const at = intervals.findIndex((each) => each.last === moment);
  const onKeyDown = (event) => {
    const next = {ArrowLeft: at < 0 ? intervals.length - 1 : at - 1, ArrowRight: at + 1}[event.key];
    if (next !== undefined && intervals[next]) {
      event.preventDefault();
      go({as_of: intervals[next].last});
    } else if (event.key === 'Escape') {
      go({as_of: ''});
    }
  };
  const sum = (what) => intervals.reduce((n, each) => n + each[what], 0);
  const words = [count(sum('claims'), 'claim'), count(sum('refused'), 'refusal'), count(sum('others'), 'other change')]
    .join(', ') + (isCut ? ' and more' : '');
  return html`<div class="chart" role="slider" tabindex="0" aria-label=${`Moment shown, of ${words}`}
    onKeyDown=${onKeyDown}
    aria-valuemin="0" aria-valuemax=${intervals.length} aria-valuenow=${at < 0 ? intervals.length : at}
      aria-valuetext=${moment ?? 'live'}
    title=${`${words} from ${time(fromMs)} to ${time(untilMs)} UTC`} ref=${holder}></div>`;
}

/** Hours and minutes, or days where the span is long. */
function clock(s, u) {
  const text = new Date(s * 1000).toISOString();
  const spanS = u.scales.x.max - u.scales.x.min;
  if (spanS > 4 * 86400) {
    return text.slice(5, 10);
  }
  return spanS < 900 ? text.slice(11, 19) : text.slice(11, 16);
}

export function TimeBar() {
  const spanS = span();
  const until = param('until');
  const stepS = stepOf(spanS);
  const moment = asOf();
  const key = `activity ${region()} ${spanS} ${until}`;
  const kept = useRef({});
  const isCut = kept.current.key === key && kept.current.bar.isCut;
  const loaded = useLoad(key, async (signal) => {
    const untilMs = until ? Date.parse(until) : Math.ceil(Date.now() / (stepS * 1000)) * stepS * 1000;
    const fromMs = untilMs - spanS * 1000;
    return {fromMs, untilMs, ...await load(signal, kept, key, fromMs, untilMs, stepS)};
  }, until && !isCut ? 0 : EVERY_MS);
  const bar = loaded.value;
  const send = (event) => {
    event.preventDefault();
    go({as_of: new FormData(event.target).get('moment').trim()});
  };
  const shown = bar?.intervals.filter((each) => each.begin < bar.untilMs) ?? [];
  const last = shown[shown.length - 1];
  return html`<section class="timebar" aria-label="Time">
    <div class="times">
      <form onSubmit=${send} key=${moment ?? ''}>
        <label>Moment <input name="moment" defaultValue=${moment ?? ''} placeholder="now; offset or time"
          spellcheck="false" size="24" /></label>
        <button type="submit">Go</button>
      </form>
      ${moment
        ? html`<a class="button" id="live" href=${here({as_of: ''})}>Back to live</a>`
        : html`<span class="live" id="live"><span aria-hidden="true">●</span> live</span>`}
      <span class="spans" role="group" aria-label="Span of the time bar">
        ${Object.entries(SPANS).map(([name, seconds]) => html`<a href=${here({span: seconds})}
          aria-current=${seconds === spanS ? 'true' : undefined}>${name}</a>`)}
        ${until && html`<a href=${here({until: ''})}>until now</a>`}
      </span>
      <span class="key"><span class="swatch claims"></span>claims <span class="swatch others">
        </span>other changes <span class="swatch refused"></span>refusals</span>
    </div>
    ${bar
      ? html`<${Chart} intervals=${shown} isCut=${bar.isCut} fromMs=${bar.fromMs} untilMs=${bar.untilMs} stepS=${stepS}
        moment=${moment} />${bar.isCut && html`<p class="fault" id="cut">There is more than is counted so far${last
        ? `, which is until ${time(last.begin)} UTC` : ''}.</p>`}`
      : html`<p class="chart quiet" aria-busy=${loaded.isLoading}>
        ${loaded.failure ? loaded.failure.message : 'Loading what happened when …'}</p>`}
  </section>`;
}
