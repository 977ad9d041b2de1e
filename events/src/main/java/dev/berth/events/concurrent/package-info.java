/** Many calls at once, and how many of them. Nothing here knows what is called. */
package dev.berth.events.concurrent;
