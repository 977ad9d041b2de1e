package dev.berth.api.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files this process may have open, sockets included. Any thread. */
public final class OpenFiles {
    private OpenFiles() {}

    /** As many as the system says; {@link Long#MAX_VALUE} where it says nothing. */
    public static long max() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
