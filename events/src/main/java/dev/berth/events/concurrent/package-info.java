/**
 * Many calls at once, and how many of them; and what is done for as long as a process runs. Nothing here knows what is
 * called.
 */
package dev.berth.events.concurrent;
