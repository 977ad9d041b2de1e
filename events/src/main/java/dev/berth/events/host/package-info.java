/**
 * What the agent of each host is told in {@code berth.hosts}: the rows and their keys. No decision is made from them,
 * and there is nothing of a tenant in them.
 */
package dev.berth.events.host;
