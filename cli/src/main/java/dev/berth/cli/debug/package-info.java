/**
 * {@code berth debug}: what a person who helps from afar has to see of a service and of this machine, its settings and
 * those of this process among it, packed into one file within bounds, with all secrets left out.
 *
 * <p>Nothing here changes anything, and nothing is sent anywhere.
 */
package dev.berth.cli.debug;
