package dev.berth.cli.debug;

import java.time.Duration;

/**
 * How large a bundle may get, and how long it may take.
 *
 * @param bytesMax of all parts together, before they are packed
 * @param partBytesMax of one part; what is longer is cut off
 * @param time for all parts together
 * @param partTime for one part; what came until then is kept
 */
record BundleLimits(long bytesMax, int partBytesMax, Duration time, Duration partTime) {}
