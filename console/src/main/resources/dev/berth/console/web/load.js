// Loads what a page shows, again and again while it is of the present, and with a growing wait while it fails.
import {useEffect, useState} from './hooks.mjs';
import {Failure, token} from './api.js';
import {signal} from './signals.mjs';

const WAIT_MAX_S = 30;

/** What cannot be loaded now, by key: {failure, again}; again is when it is tried next. */
export const troubles = signal(new Map());

function setTrouble(key, trouble) {
  const next = new Map(troubles.value);
  if (trouble) {
    next.set(key, trouble);
  } else {
    next.delete(key);
  }
  troubles.value = next;
}

/**
 * Loads a value and keeps the last one while another is on its way.
 *
 * @param key what is loaded; another key is another value
 * @param loader called with an AbortSignal
 * @param everyMs how often it is loaded again; 0 for once
 * @returns {value, failure, isLoading}
 */
export function useLoad(key, loader, everyMs = 0) {
  const [held, setHeld] = useState({});
  const who = token.value;
  useEffect(() => {
    const cut = new AbortController();
    let timer;
    let tries = 0;
    const later = (ms) => {
      timer = setTimeout(load, ms);
    };
    const load = async () => {
      if (document.hidden && everyMs && tries === 0) {
        later(1000);
        return;
      }
      try {
        const value = await loader(cut.signal);
        if (cut.signal.aborted) {
          return;
        }
        tries = 0;
        setTrouble(key, undefined);
        setHeld({key, value});
        if (everyMs) {
          later(everyMs);
        }
      } catch (failure) {
        if (cut.signal.aborted) {
          return;
        }
        if (!(failure instanceof Failure)) {
          console.error(failure);
        }
        if (!(failure instanceof Failure) || !failure.isPassing) {
          setTrouble(key, undefined);
          setHeld({key, failure});
          return;
        }
        const waitS = Math.min(WAIT_MAX_S, Math.max(failure.waitS ?? 0, 2 ** tries));
        tries++;
        setTrouble(key, {failure, again: Date.now() + waitS * 1000});
        setHeld((before) => ({key, value: before.key === key ? before.value : undefined, failure}));
        later(waitS * 1000);
      }
    };
    load();
    return () => {
      cut.abort();
      clearTimeout(timer);
      setTrouble(key, undefined);
    };
  }, [key, who, everyMs]);
  return held.key === key ? {...held, isLoading: false} : {value: undefined, isLoading: true};
}
