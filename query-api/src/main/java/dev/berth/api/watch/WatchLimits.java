package dev.berth.api.watch;

import java.time.Duration;

/**
 * What watches may take of an instance.
 *
 * @param watchesMax how many there may be at a time
 * @param beginning how long it may take to find where one begins
 * @param heartbeat after how long without an event the client hears that the watch goes on
 * @param patience how long a client may take to read what it was sent
 * @param time after how long a watch ends, for its client to resume it
 */
record WatchLimits(int watchesMax, Duration beginning, Duration heartbeat, Duration patience, Duration time) {
    static final WatchLimits USUAL = new WatchLimits(
            32, Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(15));
}
