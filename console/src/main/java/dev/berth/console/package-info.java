/**
 * The console: pages for browsers that show what the API answers, and the routes that serve them. Nothing is decided,
 * kept or read here; all that a page shows it asks of the API, as its reader.
 */
package dev.berth.console;
