package dev.berth.cli.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.berth.api.schema.UuidFormat;
import dev.berth.cli.shadow.CallSubjects.Reach;
import dev.berth.events.json.BoundedJson;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Finds out what a call of Placement's API reads and writes, from its method, path and body. Where that cannot be seen
 * it is said to be everything, which costs time and never order. Not thread-safe.
 */
final class SubjectsOfCalls {
    private static final ObjectMapper MAPPER = BoundedJson.mapper();
    private static final Splitter SEGMENTS = Splitter.on('/').omitEmptyStrings();
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final HeldProviders held;

    SubjectsOfCalls(HeldProviders held) {
        this.held = held;
    }

    /**
     * What the call reads and writes.
     *
     * @param path with its query, as Placement has it at the root of a server
     */
    CallSubjects of(String method, String path, byte[] body) {
        int query = path.indexOf('?');
        List<String> segments = SEGMENTS.splitToList(query < 0 ? path : path.substring(0, query));
        boolean isRead = READS.contains(method);
        if (segments.isEmpty()) {
            return CallSubjects.NONE;
        }
        return switch (segments.get(0)) {
            case "resource_providers" -> ofProviders(method, segments, body, isRead);
            case "allocations" -> ofAllocations(method, segments, body, isRead);
            case "traits", "resource_classes" -> ofNames(method, segments, body, isRead, query >= 0);
            case "usages", "allocation_candidates" -> isRead ? CallSubjects.ALL_READ : CallSubjects.ALL_WRITTEN;
            case "reshaper" -> isRead ? CallSubjects.ALL_READ : reshape(body);
            default -> CallSubjects.FOREIGN;
        };
    }

    private CallSubjects ofProviders(String method, List<String> segments, byte[] body, boolean isRead) {
        if (segments.size() == 1) {
            return isRead ? CallSubjects.ALL_READ : made(json(body).path("uuid"));
        }
        Optional<String> provider = uuid(segments.get(1));
        if (provider.isEmpty()) {
            return isRead ? CallSubjects.ALL_READ : CallSubjects.ALL_WRITTEN;
        }
        Subject subject = Subject.provider(provider.get());
        if (isRead) {
            return CallSubjects.reads(Reach.READS_SOME, subject, Subject.TREES);
        }
        if (segments.size() == 2) {
            return writes(Set.of(), Set.of(subject, Subject.TREES), Set.of(subject));
        }
        boolean isNextOfOne = !method.equals("DELETE") && json(body).has("resource_provider_generation");
        return writes(Set.of(Subject.CATALOGUE), Set.of(subject), isNextOfOne ? Set.of() : Set.of(subject));
    }

    /** A provider whose id is left to the service is nobody else's business before the answer names it. */
    private static CallSubjects made(JsonNode id) {
        Set<Subject> written = new LinkedHashSet<>(Set.of(Subject.TREES));
        uuid(id.asText("")).map(Subject::provider).ifPresent(written::add);
        return writes(Set.of(), written, Set.of());
    }

    private CallSubjects ofAllocations(String method, List<String> segments, byte[] body, boolean isRead) {
        if (segments.size() == 1) {
            return isRead ? CallSubjects.ALL_READ : claims(json(body), Set.of(), true);
        }
        Optional<String> consumer = uuid(segments.get(1));
        if (consumer.isEmpty()) {
            return isRead ? CallSubjects.ALL_READ : CallSubjects.ALL_WRITTEN;
        }
        Optional<ImmutableSet<String>> known = held.of(consumer.get());
        if (isRead) {
            return known.map(providers -> {
                        LinkedHashSet<Subject> read = new LinkedHashSet<>(Set.of(Subject.consumer(consumer.get())));
                        providers.forEach(provider -> read.add(Subject.provider(provider)));
                        return CallSubjects.reads(Reach.READS_SOME, read.toArray(Subject[]::new));
                    })
                    .orElse(CallSubjects.ALL_READ);
        }
        return claims(
                method.equals("DELETE")
                        ? MAPPER.createObjectNode().set(consumer.get(), MAPPER.createObjectNode())
                        : MAPPER.createObjectNode().set(consumer.get(), json(body)),
                Set.of(),
                true);
    }

    private CallSubjects reshape(byte[] body) {
        JsonNode json = json(body);
        Set<Subject> written = new LinkedHashSet<>();
        json.path("inventories")
                .fieldNames()
                .forEachRemaining(name -> uuid(name).map(Subject::provider).ifPresent(written::add));
        CallSubjects claims = claims(json.path("allocations"), written, json.isObject());
        return new CallSubjects(
                Reach.WRITES_ALL,
                ImmutableSet.of(),
                claims.written(),
                claims.replaced(),
                claims.held(),
                claims.isEffectKnown());
    }

    /** Claims by consumer; what each held before matters as what it holds afterwards does. */
    private CallSubjects claims(JsonNode byConsumer, Set<Subject> beside, boolean isRead) {
        Set<Subject> written = new LinkedHashSet<>(beside);
        Set<Subject> replaced = new LinkedHashSet<>();
        LinkedHashMap<String, ImmutableSet<String>> after = new LinkedHashMap<>();
        boolean isKnown = isRead && byConsumer.isObject() | byConsumer.isMissingNode();
        for (Map.Entry<String, JsonNode> claim : byConsumer.properties()) {
            Optional<String> consumer = uuid(claim.getKey());
            if (consumer.isEmpty()) {
                continue;
            }
            ImmutableSet<String> providers = providers(claim.getValue().path("allocations"));
            written.add(Subject.consumer(consumer.get()));
            if (!claim.getValue().has("consumer_generation")) {
                replaced.add(Subject.consumer(consumer.get()));
            }
            providers.forEach(provider -> written.add(Subject.provider(provider)));
            after.put(consumer.get(), providers);
            Optional<ImmutableSet<String>> before = held.of(consumer.get());
            boolean isNew = claim.getValue().path("consumer_generation").isNull();
            before.ifPresent(all -> all.forEach(provider -> written.add(Subject.provider(provider))));
            isKnown &= before.isPresent() || isNew;
        }
        return new CallSubjects(
                isKnown ? Reach.WRITES_SOME : Reach.WRITES_ALL,
                ImmutableSet.of(Subject.CATALOGUE),
                ImmutableSet.copyOf(written),
                ImmutableSet.copyOf(replaced),
                ImmutableMap.copyOf(after),
                isKnown);
    }

    /** By provider, as from 1.12 on, or as a list of them. */
    private static ImmutableSet<String> providers(JsonNode allocations) {
        ImmutableSet.Builder<String> providers = ImmutableSet.builder();
        if (allocations.isArray()) {
            allocations.forEach(each ->
                    uuid(each.path("resource_provider").path("uuid").asText("")).ifPresent(providers::add));
        } else {
            allocations.fieldNames().forEachRemaining(name -> uuid(name).ifPresent(providers::add));
        }
        return providers.build();
    }

    private static CallSubjects ofNames(
            String method, List<String> segments, byte[] body, boolean isRead, boolean hasQuery) {
        if (isRead) {
            return hasQuery ? CallSubjects.ALL_READ : CallSubjects.reads(Reach.READS_SOME, Subject.CATALOGUE);
        }
        boolean isRenamed = method.equals("PUT") && segments.get(0).equals("resource_classes") && body.length > 0;
        boolean isAboutUses = method.equals("DELETE") || isRenamed;
        return new CallSubjects(
                isAboutUses ? Reach.WRITES_ALL : Reach.WRITES_SOME,
                ImmutableSet.of(),
                ImmutableSet.of(Subject.CATALOGUE),
                isAboutUses ? ImmutableSet.of(Subject.CATALOGUE) : ImmutableSet.of(),
                ImmutableMap.of(),
                !isRenamed);
    }

    private static CallSubjects writes(Set<Subject> read, Set<Subject> written, Set<Subject> replaced) {
        return new CallSubjects(
                Reach.WRITES_SOME,
                ImmutableSet.copyOf(read),
                ImmutableSet.copyOf(written),
                ImmutableSet.copyOf(replaced),
                ImmutableMap.of(),
                true);
    }

    private static Optional<String> uuid(String text) {
        return UuidFormat.parse(text).map(UUID::toString);
    }

    /** What is no JSON will be refused, so it matters little what it would have written. */
    private static JsonNode json(byte[] body) {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return MAPPER.readTree(body);
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }
}
