/**
 * What one machine has, read from its /proc and /sys as plain facts.
 * No device spec, no provider and no command belongs here: a fact does not depend on who asks.
 */
package dev.berth.agent.host;
