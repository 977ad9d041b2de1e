package dev.berth.api.http;

import dev.berth.api.auth.Caller;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.policy.Policy;
import dev.berth.events.model.Region;
import dev.berth.projector.DatedSnapshot;
import dev.berth.projector.store.RegionSnapshot;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One request on its way through a handler: everything it said, decoded once. Immutable, so that any thread may read
 * it.
 *
 * @param origin scheme and authority as the caller addressed them, such as {@code http://placement:8778}
 * @param prefix what comes before the path of links: empty for the default region
 * @param parameters of the path, decoded
 * @param prefersText whether it would rather have text for people than JSON, from a route that has both
 * @param body empty where nothing was sent
 * @param policy what is in force for this call, by which it was admitted
 * @param key what the idempotency key of a write comes to, if it has one
 * @param requestId names this request, as its answer tells it
 * @param globalRequestId names what the caller does, in all services that take part; empty where it has not said
 * @param headers what they say of the answer
 * @param read the region as it was read for this call, from which it is answered alone; empty if the handler is to read
 *     what the owner has
 * @param isOfPast whether that is of a moment of the past, of which nothing may be said that is so only now
 * @param dryRun where the command of a write is decided that is only to be tried; empty if it is to be appended
 */
public record Call(
        Route route,
        Microversion version,
        Region region,
        String origin,
        String prefix,
        Map<String, String> parameters,
        QueryString query,
        boolean prefersText,
        Optional<Buffer> body,
        Caller caller,
        Policy policy,
        Optional<IdempotencyKey> key,
        String requestId,
        Optional<String> globalRequestId,
        CallHeaders headers,
        Optional<DatedSnapshot> read,
        boolean isOfPast,
        Optional<DryRun> dryRun) {
    /** The same call with its body. */
    Call with(Optional<Buffer> sent) {
        return with(sent, key, read, isOfPast);
    }

    /** The same call with its idempotency key. */
    Call with(IdempotencyKey named) {
        return with(body, Optional.of(named), read, isOfPast);
    }

    /** The same call, to be answered from what was read. */
    Call from(DatedSnapshot snapshot) {
        return with(body, key, Optional.of(snapshot), isOfPast);
    }

    /** The same call, to be answered from what the region was. */
    Call ofPast(RegionSnapshot snapshot) {
        return with(body, key, Optional.of(new DatedSnapshot(snapshot, Duration.ZERO)), true);
    }

    private Call with(
            Optional<Buffer> body, Optional<IdempotencyKey> key, Optional<DatedSnapshot> read, boolean isOfPast) {
        return new Call(
                route,
                version,
                region,
                origin,
                prefix,
                parameters,
                query,
                prefersText,
                body,
                caller,
                policy,
                key,
                requestId,
                globalRequestId,
                headers,
                read,
                isOfPast,
                dryRun);
    }

    public boolean has(Feature feature) {
        return version.has(feature);
    }

    /** A parameter of the path, which the route's template guarantees. */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalStateException(
                    "expected the path parameter " + name + " of " + route + " but it is not there");
        }
        return value;
    }

    /** The path of something in this call's region, as links name it. */
    public String path(String suffix) {
        return prefix.isEmpty() ? suffix : prefix + suffix;
    }

    /** The URL of something in this call's region, as the header Location names it. */
    public String url(String suffix) {
        return origin + prefix + suffix;
    }
}
