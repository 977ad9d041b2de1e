/**
 * The device spec of a host: which of its PCI devices may be handed out, what else is known of them, and under
 * which names they are seen as providers. Configuration arrives as plain maps and lists; reading JSON is not done
 * here.
 */
package dev.berth.devicespec;
