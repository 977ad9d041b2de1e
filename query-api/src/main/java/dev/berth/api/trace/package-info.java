/**
 * Which request a thread works for: its id, which the log shows, and its trace, if it has one. It knows no server and
 * no handler.
 */
package dev.berth.api.trace;
