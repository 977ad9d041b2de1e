// How much was decided in each interval of a span: read once, and from then on only what is new.

const NOTHING = {claims: 0, others: 0, refused: 0, reasons: {}};

const offsetOf = (position) => Number(position.split('@')[1]);

/** An interval with what another answer says of it. */
function added(sum, each) {
  const next = {...sum, begin: each.begin_ms, last: each.last, reasons: {...sum.reasons}};
  for (const [kind, n] of Object.entries(each.granted)) {
    next[kind === 'CLAIM_ALLOCATIONS' ? 'claims' : 'others'] += n;
  }
  for (const [reason, n] of Object.entries(each.refused)) {
    next.refused += n;
    next.reasons[reason] = (next.reasons[reason] ?? 0) + n;
  }
  return next;
}

/** The last command that an answer counts, or the place that it was asked from. */
const lastOf = (intervals, from) => intervals.map((each) => each.last)
  .reduce((last, one) => (last.includes('@') && offsetOf(last) > offsetOf(one) ? last : one), from);

/**
 * Reads one answer more, behind what was read before.
 *
 * @param ask asked with the place from which on it is to answer
 * @param before what this has returned the last time; undefined at the first time
 * @returns {intervals, from, isCut}; isCut where there is more in the span than was read
 */
export async function readOn(ask, before, fromMs, untilMs) {
  const known = new Map(before?.intervals.map((each) => [each.begin, each]));
  const from = before?.from ?? new Date(fromMs).toISOString();
  const {intervals: news, next} = await ask(from);
  for (const each of news) {
    known.set(each.begin_ms, added(known.get(each.begin_ms) ?? NOTHING, each));
  }
  return {
    intervals: [...known.values()].filter((each) => each.begin >= fromMs).sort((one, other) => one.begin - other.begin),
    from: next ?? lastOf(news, from),
    isCut: Boolean(next) && !news.some((each) => each.begin_ms >= untilMs),
  };
}

/** The moment at a time: as after the last command that is not later, as far as all before it were read. */
export function momentAt(ms, {intervals, isCut}) {
  const before = intervals.filter((each) => each.begin <= ms);
  const isRead = before.length > 0 && (!isCut || before.length < intervals.length);
  return isRead ? before[before.length - 1].last : new Date(ms).toISOString();
}
