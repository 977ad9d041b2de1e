package dev.berth.ledger.candidate;

import dev.berth.events.model.ProviderId;
import dev.berth.ledger.candidate.result.Candidate;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Candidates as text, such as {@code cn[VCPU=2] pf0[SRIOV_NET_VF=1] -> cn,pf0}, each provider by name and in one order.
 */
final class Shown {
    private Shown() {}

    static Set<String> of(Iterable<Candidate> candidates, Function<ProviderId, String> name) {
        Set<String> shown = new TreeSet<>();
        for (Candidate candidate : candidates) {
            if (!shown.add(of(candidate, name))) {
                throw new AssertionError("expected each candidate once but got twice " + of(candidate, name));
            }
        }
        return shown;
    }

    static String of(Candidate candidate, Function<ProviderId, String> name) {
        TreeMap<String, String> shares = new TreeMap<>();
        candidate
                .shares()
                .forEach(share -> shares.put(
                        name.apply(share.provider()),
                        share.resources().toString().replace('{', '[').replace('}', ']')));
        TreeMap<String, Set<String>> mappings = new TreeMap<>();
        candidate.mappings().forEach(mapping -> mappings.put(mapping.suffix(), names(mapping.providers(), name)));
        return shares + " -> " + mappings;
    }

    private static Set<String> names(List<ProviderId> providers, Function<ProviderId, String> name) {
        Set<String> names = new TreeSet<>();
        providers.forEach(provider -> names.add(name.apply(provider)));
        return names;
    }
}
