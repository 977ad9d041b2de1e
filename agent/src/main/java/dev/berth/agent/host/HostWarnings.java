package dev.berth.agent.host;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** What one reading of a host warns of: each thing once, and not more than people read. For one thread. */
final class HostWarnings {
    private static final int MOST = 100;

    private final LinkedHashSet<HostWarning> warnings = new LinkedHashSet<>();
    private int further;

    void add(String where, String what) {
        HostWarning warning = new HostWarning(where, what);
        if (warnings.size() < MOST) {
            warnings.add(warning);
        } else if (!warnings.contains(warning)) {
            further++;
        }
    }

    List<HostWarning> all() {
        List<HostWarning> all = new ArrayList<>(warnings);
        if (further > 0) {
            all.add(new HostWarning("this host", further + " warnings more are not shown"));
        }
        return all;
    }
}
