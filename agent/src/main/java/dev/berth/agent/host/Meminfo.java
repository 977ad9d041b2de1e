package dev.berth.agent.host;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one line that counts of proc/meminfo and of a NUMA node's meminfo, which puts "Node 0" in front of it. */
final class Meminfo {
    private static final Pattern TOTAL = Pattern.compile("(?m)^(?:Node \\d+ )?MemTotal:\\s*(\\d{1,15}) kB\\s*$");

    private Meminfo() {}

    /** The total in MiB, rounded down; 0 if the text does not say. */
    static long totalMb(String text) {
        Matcher total = TOTAL.matcher(text);
        return total.find() ? Long.parseLong(total.group(1)) / 1024 : 0;
    }
}
