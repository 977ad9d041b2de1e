/** Reads of what may lie on a mount that does not answer. */
package dev.berth.agent.mount;
