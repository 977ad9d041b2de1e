/**
 * How commands call a running service: any Placement, and what only Berth has.
 */
package dev.berth.cli.client;
