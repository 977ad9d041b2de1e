// From changes of fields to times in which something was held. Nothing is drawn here.

/** Who sent a command, as its record says. */
export function sentBy(entry) {
  const origin = entry.origin;
  if (!origin) {
    return 'not recorded';
  }
  const who = origin.agent_host
    ? `agent of ${origin.agent_host}` : [origin.user_id, origin.project_id].filter(Boolean).join('/');
  return [origin.kind?.toLowerCase(), who].filter(Boolean).join(' ');
}

/** A line for each field that changed; of the thing itself without its name. */
export function whatChanged(entry, kind, id) {
  const own = `${kind} ${id}`;
  return entry.changes.map(({of, field, from, to}) =>
    `${of === own || of.startsWith(`${own} `) ? '' : `${of}: `}${field} ${from ?? 'none'} → ${to ?? 'none'}`);
}

/** What a change says of holding: {name, what, key}, or nothing. */
function holding(kind, {of, field, from, to}) {
  if (field === 'consumer' && of.startsWith('device ')) {
    const address = of.split(' ')[1];
    return {key: of, what: address, from, to};
  }
  const consumer = of.startsWith('consumer ') ? of.slice('consumer '.length) : undefined;
  const amount = / of provider /.test(field);
  if (consumer && amount) {
    const what = kind === 'consumer' ? field.replace(' of provider ', ' of ') : field.split(' of ')[0];
    return {key: `${consumer} ${field}`, what, name: kind === 'consumer' ? what : consumer, amount: true, from, to};
  }
  return undefined;
}

/**
 * The times in which things were held, as lanes: [{name, spans: [{what, fromMs, toMs, by, position}]}]. A lane is a
 * holder, or of a consumer what it held. What is still held has no toMs.
 */
export function held(kind, entries) {
  const lanes = new Map();
  const open = new Map();
  const begin = (name, key, what, entry) => {
    const span = {what, fromMs: entry.timestamp_ms, toMs: undefined, by: sentBy(entry),
      position: `${entry.partition}@${entry.offset}`};
    if (!lanes.has(name)) {
      lanes.set(name, {name, spans: []});
    }
    lanes.get(name).spans.push(span);
    open.set(key, span);
  };
  for (const entry of entries) {
    for (const change of entry.changes) {
      const found = holding(kind, change);
      if (!found) {
        continue;
      }
      const {key, what, amount, from, to} = found;
      if (from !== null && from !== undefined && open.has(key)) {
        open.get(key).toMs = entry.timestamp_ms;
        open.delete(key);
      }
      if (to !== null && to !== undefined) {
        const name = amount ? found.name : kind === 'consumer' ? what : String(to);
        begin(name, key, amount ? `${to} ${what}` : what, entry);
      }
    }
  }
  return [...lanes.values()];
}
