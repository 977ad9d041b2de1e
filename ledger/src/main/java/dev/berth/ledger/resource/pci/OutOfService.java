package dev.berth.ledger.resource.pci;

import dev.berth.events.model.Outage;
import dev.berth.events.model.TrackedDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How many devices nobody may have, and why, in words. For one thread. */
public final class OutOfService {
    /** Outages that are told one by one; more of them are a number. */
    private static final int TOLD_MAX = 3;

    private int dirty;
    private final TreeMap<String, Integer> outages = new TreeMap<>();

    /** Counts the device, if it is dirty or out of service and nobody holds it. */
    public void add(TrackedDevice device) {
        if (!device.isOut()) {
            return;
        }
        Optional<Outage> outage = device.outage();
        if (outage.isPresent()) {
            outages.merge(outage.get().cause().text() + ": " + outage.get().reason(), 1, Integer::sum);
        } else {
            dirty++;
        }
    }

    /** Such as "3 are dirty, 1 failed: no link"; empty if there are none. */
    public Optional<String> words() {
        List<String> words = new ArrayList<>();
        if (dirty > 0) {
            words.add(dirty + (dirty == 1 ? " is dirty" : " are dirty"));
        }
        int untold = 0;
        for (Map.Entry<String, Integer> outage : outages.entrySet()) {
            if (words.size() <= TOLD_MAX) {
                words.add(outage.getValue() + " " + outage.getKey());
            } else {
                untold += outage.getValue();
            }
        }
        if (untold > 0) {
            words.add(untold + " more are out of service");
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", words));
    }
}
