// The cells of the fleet, on one canvas: ten thousand elements would take seconds.
import {useEffect, useRef, useState} from './hooks.mjs';
import {deviceKind, html, number, step} from './parts.js';

/** The name of the time at which hosts were drawn first, for whoever measures. */
const DRAWN = 'berth-fleet';

const SIDE_MAX = 84;
const SIDE_MIN = 6;
const WITH_NAME = 58;
const WITH_DOTS = 18;

/** The largest cells with which all fit, columns and rows. */
export function grid(hosts, width, height) {
  let side = Math.min(SIDE_MAX, Math.floor(Math.sqrt((width * height) / Math.max(1, hosts))));
  side = Math.max(SIDE_MIN, side);
  const columns = Math.max(1, Math.floor(width / side));
  return {side, columns, rows: Math.ceil(hosts / columns)};
}

function colours(element) {
  const style = getComputedStyle(element);
  const of = (name) => style.getPropertyValue(name).trim();
  return {
    levels: [0, 1, 2, 3, 4, 5].map((i) => of(`--level${i}`)),
    inks: [0, 1, 2, 3, 4, 5].map((i) => of(`--ink${i}`)),
    drained: of('--drained'),
    mark: of('--mark'),
    focus: of('--focus'),
    dots: {free: of('--dot-free'), held: of('--dot-held'), out: of('--dot-out')},
    edge: of('--page'),
  };
}

function drawDots(context, host, x, y, side, palette, top) {
  const kinds = [];
  for (const [state, n] of Object.entries(host.devices)) {
    for (let i = 0; i < n && kinds.length < 400; i++) {
      kinds.push(deviceKind(state));
    }
  }
  if (kinds.length === 0) {
    return;
  }
  kinds.sort();
  const room = side - 8;
  const pitch = Math.max(3, Math.min(9, Math.floor(Math.sqrt((room * (side - top - 5)) / kinds.length))));
  const perRow = Math.max(1, Math.floor(room / pitch));
  const size = Math.max(2, pitch - 2);
  kinds.forEach((kind, i) => {
    const dotY = y + top + Math.floor(i / perRow) * pitch;
    if (dotY + size > y + side - 3) {
      return;
    }
    const dotX = x + 4 + (i % perRow) * pitch;
    context.fillStyle = palette.edge;
    context.fillRect(dotX - 0.5, dotY - 0.5, size + 1, size + 1);
    context.fillStyle = palette.dots[kind];
    context.fillRect(dotX, dotY, size, size);
  });
}

function drawDrained(context, x, y, size, palette) {
  context.save();
  context.beginPath();
  context.rect(x, y, size, size);
  context.clip();
  context.strokeStyle = palette.drained;
  context.lineWidth = Math.max(1, size / 14);
  for (let i = -size; i < size; i += Math.max(4, size / 5)) {
    context.beginPath();
    context.moveTo(x + i, y + size);
    context.lineTo(x + i + size, y);
    context.stroke();
  }
  context.restore();
}

function draw(canvas, {hosts, found, marked, stockOf}, shape, at) {
  const ratio = window.devicePixelRatio || 1;
  const {side, columns, rows} = shape;
  canvas.width = Math.floor(columns * side * ratio);
  canvas.height = Math.floor(rows * side * ratio);
  canvas.style.width = `${columns * side}px`;
  canvas.style.height = `${rows * side}px`;
  const context = canvas.getContext('2d');
  context.scale(ratio, ratio);
  const palette = colours(canvas);
  const gap = side >= 12 ? 2 : 1;
  context.font = '600 11px system-ui, sans-serif';
  context.textBaseline = 'top';
  hosts.forEach((host, i) => {
    const x = (i % columns) * side;
    const y = Math.floor(i / columns) * side;
    const size = side - gap;
    const stock = stockOf(host);
    const level = stock ? step(stock.used, stock.capacity) : 0;
    context.globalAlpha = found && !found.has(host.id) ? 0.14 : 1;
    context.fillStyle = palette.levels[level];
    context.fillRect(x, y, size, size);
    if (host.isDrained) {
      drawDrained(context, x, y, size, palette);
    }
    if (side >= WITH_NAME) {
      context.fillStyle = palette.inks[level];
      context.fillText(host.name, x + 4, y + 4, size - 8);
      if (stock) {
        context.fillText(`${number(stock.used)}/${number(stock.capacity)}`, x + 4, y + 18, size - 8);
      }
    }
    if (side >= WITH_DOTS) {
      drawDots(context, host, x, y, size, palette, side >= WITH_NAME ? 34 : 4);
    }
    context.globalAlpha = 1;
    if (marked?.has(host.id)) {
      context.strokeStyle = palette.mark;
      context.lineWidth = Math.max(2, side / 16);
      context.strokeRect(x + 1, y + 1, size - 2, size - 2);
    }
    if (i === at) {
      context.strokeStyle = palette.focus;
      context.lineWidth = 3;
      context.strokeRect(x + 1, y + 1, size - 2, size - 2);
    }
  });
}

export function FleetMap(props) {
  const {hosts, onPoint, onOpen} = props;
  const holder = useRef();
  const canvas = useRef();
  const [width, setWidth] = useState(0);
  const [at, setAt] = useState(-1);
  const [scheme, setScheme] = useState(0);
  const shape = grid(hosts.length, width || 1, Math.max(260, Math.min(560, window.innerHeight * 0.5)));

  useEffect(() => {
    const watch = new ResizeObserver(() => setWidth(holder.current?.clientWidth ?? 0));
    watch.observe(holder.current);
    setWidth(holder.current.clientWidth);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const repaint = () => setScheme((n) => n + 1);
    dark.addEventListener('change', repaint);
    return () => {
      watch.disconnect();
      dark.removeEventListener('change', repaint);
    };
  }, []);
  useEffect(() => {
    if (width > 0) {
      draw(canvas.current, props, shape, at);
      if (performance.getEntriesByName(DRAWN).length === 0) {
        performance.mark(DRAWN);
      }
    }
  }, [hosts, props.found, props.marked, props.stockOf, width, at, scheme]);

  const point = (index) => {
    if (index >= 0 && index < hosts.length && index !== at) {
      setAt(index);
      onPoint(hosts[index].id);
    }
  };
  const under = (event) => {
    const box = canvas.current.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) / shape.side);
    const row = Math.floor((event.clientY - box.top) / shape.side);
    return column < shape.columns ? row * shape.columns + column : -1;
  };
  const onKeyDown = (event) => {
    const moves = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -shape.columns, ArrowDown: shape.columns};
    if (event.key in moves) {
      event.preventDefault();
      point(Math.max(0, Math.min(hosts.length - 1, Math.max(at, 0) + (at < 0 ? 0 : moves[event.key]))));
    } else if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      point(event.key === 'Home' ? 0 : hosts.length - 1);
    } else if (event.key === 'Enter' && at >= 0) {
      onOpen(hosts[at]);
    }
  };
  const host = hosts[at];
  const stock = host && props.stockOf(host);
  const saying = host ? `${host.name}${stock
    ? `, ${stock.name} ${stock.used} of ${stock.capacity} used` : ''}` : 'none chosen';
  return html`<div ref=${holder} class="map" role="slider" tabindex="0" aria-label="Hosts"
      aria-valuemin="0" aria-valuemax=${hosts.length} aria-valuenow=${at + 1} aria-valuetext=${saying}
        onKeyDown=${onKeyDown}>
    <canvas ref=${canvas} aria-hidden="true" onMouseMove=${(event) => point(under(event))}
      onClick=${(event) => { const i = under(event); if (hosts[i]) { onOpen(hosts[i]); } }}></canvas>
  </div>`;
}
