/**
 * Benches of the API over HTTP, run by hand on the test class path. No test belongs here.
 */
package dev.berth.api.bench;
