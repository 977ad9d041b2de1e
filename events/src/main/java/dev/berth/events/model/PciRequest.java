package dev.berth.events.model;

import static dev.berth.events.model.MalformedException.quoted;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/**
 * A number of devices, each of which meets any one of the alternatives. What a flavor meant is resolved into it when
 * the request is accepted, so later changes of the flavor do not reach it.
 *
 * @param id unique within a claim
 * @param count 0 or more
 * @param alternatives without preference among them; none at all are met by no device
 * @param flavor the flavor or alias that it came from, for readers
 * @param providers how many of the devices each provider must give, where a candidate has chosen them; empty if none
 *     has
 */
public record PciRequest(
        String id,
        int count,
        ImmutableList<PciAlternative> alternatives,
        NumaPolicy policy,
        Source source,
        Optional<String> flavor,
        ImmutableSortedMap<ProviderId, Integer> providers) {
    /**
     * Who asks. Candidates restrict what flavors ask for; ports are served by the network service and are not
     * restricted.
     */
    public enum Source {
        FLAVOR,
        PORT
    }

    public PciRequest {
        if (id.isEmpty() || count < 0) {
            throw new MalformedException(
                    "expected a request with an id and a count of 0 or more but got " + count + " for " + quoted(id));
        }
    }

    public static PciRequest of(String id, int count, PciAlternative... alternatives) {
        return new PciRequest(
                id,
                count,
                ImmutableList.copyOf(alternatives),
                NumaPolicy.LEGACY,
                Source.FLAVOR,
                Optional.empty(),
                ImmutableSortedMap.of());
    }

    public PciRequest withPolicy(NumaPolicy newPolicy) {
        return new PciRequest(id, count, alternatives, newPolicy, source, flavor, providers);
    }

    public PciRequest withProviders(ImmutableSortedMap<ProviderId, Integer> newProviders) {
        return new PciRequest(id, count, alternatives, policy, source, flavor, newProviders);
    }

    /** Whether a candidate has said which providers must serve it. */
    public boolean isRestricted() {
        return source == Source.FLAVOR && !providers.isEmpty();
    }
}
