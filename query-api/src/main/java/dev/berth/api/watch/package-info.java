/**
 * GET /watch: what is decided in a region, as it is decided, as server-sent events. Nothing here may slow down who
 * decides: each watch reads the log by itself, at the pace of its reader.
 */
package dev.berth.api.watch;
