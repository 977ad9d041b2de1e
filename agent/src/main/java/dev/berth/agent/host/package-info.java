/**
 * What one machine has, read from its /proc and /sys as plain facts.
 * No device spec, no provider and no command belongs here: a fact is the same whoever asks for it.
 */
package dev.berth.agent.host;
