/**
 * All of a region at one position in one answer, or a page at a time: consumers, allocations, inventories, usages in
 * groups. Nothing here is Placement's.
 */
package dev.berth.api.bulk;
