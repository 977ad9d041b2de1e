/**
 * What has happened, in the past tense. An event says what is so afterwards, in full, so that applying it twice changes
 * nothing more than applying it once; it never says how that was decided.
 */
package dev.berth.events.event;
