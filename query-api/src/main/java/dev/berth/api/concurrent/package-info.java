/** Threads beside the event loops, for what takes longer than they may be held up. */
package dev.berth.api.concurrent;
