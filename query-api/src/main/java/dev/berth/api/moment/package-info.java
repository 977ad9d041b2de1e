/** Answers as of moments of the past, read from the log beside the event loops. */
package dev.berth.api.moment;
