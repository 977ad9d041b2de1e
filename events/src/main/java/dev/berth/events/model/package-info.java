/**
 * The values everybody speaks in: identifiers, inventories, allocations, positions. Nothing here knows how it is
 * stored, sent or decided.
 */
package dev.berth.events.model;
