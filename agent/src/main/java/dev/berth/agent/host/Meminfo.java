package dev.berth.agent.host;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines that count of proc/meminfo, of a NUMA node's meminfo, which puts "Node 0" in front, and of
 * proc/self/smaps.
 */
final class Meminfo {
    private static final Pattern TOTAL = Pattern.compile("(?m)^(?:Node \\d+ )?MemTotal:\\s*(\\d{1,15}) kB\\s*$");

    private static final Pattern PAGE = Pattern.compile("(?m)^KernelPageSize:\\s*(\\d{1,6}) kB\\s*$");
    private static final int PAGE_SIZE_KB = 4;

    private Meminfo() {}

    /** The total in MiB, rounded down; 0 if the text does not say. */
    static long totalMb(String text) {
        Matcher total = TOTAL.matcher(text);
        return total.find() ? Long.parseLong(total.group(1)) / 1024 : 0;
    }

    /**
     * The size of an ordinary page: the smallest that any mapping has, and that of nearly all machines if the text
     * is silent.
     */
    static int pageSizeKb(String text) {
        return PAGE.matcher(text)
                .results()
                .mapToInt(page -> Integer.parseInt(page.group(1)))
                .filter(sizeKb -> sizeKb > 0)
                .min()
                .orElse(PAGE_SIZE_KB);
    }
}
