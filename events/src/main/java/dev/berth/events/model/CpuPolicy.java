package dev.berth.events.model;

import com.google.common.base.Ascii;
import java.util.Optional;

/** How the vCPUs of a guest run on host CPUs. */
public enum CpuPolicy {
    /** All float over the shared CPUs of a cell. */
    SHARED,
    /** Each is pinned to a CPU of its own. */
    DEDICATED,
    /** Some are pinned, the others float. */
    MIXED;

    public String text() {
        return Ascii.toLowerCase(name());
    }

    public static Optional<CpuPolicy> parse(String text) {
        for (CpuPolicy policy : values()) {
            if (policy.text().equals(text)) {
                return Optional.of(policy);
            }
        }
        return Optional.empty();
    }
}
