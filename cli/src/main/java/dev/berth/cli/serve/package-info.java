/**
 * The commands that run the service, and what may be said to it: options, the directory of its data, and the line that
 * tells that it is ready. {@code dev.berth.cli.service} puts together what they run.
 */
package dev.berth.cli.serve;
