package dev.berth.simulator.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.simulator.history.ConsumerState;
import dev.berth.simulator.history.History;
import dev.berth.simulator.history.Outcome;
import dev.berth.simulator.history.Read;
import dev.berth.simulator.history.Violation.Kind;
import dev.berth.simulator.history.Write;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Calls of which a history is told before they are sent and once they are answered. Thread-safe. */
final class ToldCalls {
    private static final long RESENT_AFTER_MS = 150;

    private final HttpCalls http;
    private final History history;
    private final OperationCounts tally;
    private final LongSupplier clockNs;
    private final AtomicLong ids = new AtomicLong();

    ToldCalls(HttpCalls http, History history, OperationCounts tally, LongSupplier clockNs) {
        this.http = http;
        this.history = history;
        this.tally = tally;
        this.clockNs = clockNs;
    }

    /**
     * How a write is sent.
     *
     * @param doors where to, asked anew each time
     * @param untilNs sent again under one key until then, as long as its outcome is not known; empty for sent once
     */
    record Sending(Supplier<URI> doors, String region, Optional<Long> untilNs) {}

    /** What came of a write, and its place in the log if it was acknowledged. */
    record Written(Outcome outcome, Optional<String> position, long endedNs) {}

    Written claim(Sending sending, String consumer, ImmutableSortedMap<String, Long> amounts, int generation)
            throws InterruptedException {
        Operation operation =
                amounts.isEmpty() ? Operation.RELEASE : generation == 0 ? Operation.CLAIM : Operation.CHANGE;
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode allocations = body.putObject("allocations");
        amounts.forEach((provider, amount) ->
                allocations.putObject(provider).putObject("resources").put("VCPU", amount));
        body.set("consumer_generation", generation == 0 ? NullNode.instance : body.numberNode(generation));
        body.put("project_id", "chaos").put("user_id", "chaos");
        Write write = new Write(ids.incrementAndGet(), consumer, amounts, generation);
        return write(sending, operation, write, "PUT", Optional.of(body));
    }

    Written release(Sending sending, String consumer) throws InterruptedException {
        Write write = new Write(ids.incrementAndGet(), consumer, ImmutableSortedMap.of(), Write.ANY);
        return write(sending, Operation.RELEASE, write, "DELETE", Optional.empty());
    }

    private Written write(Sending sending, Operation operation, Write write, String method, Optional<JsonNode> body)
            throws InterruptedException {
        String path = "/allocations/" + write.consumer();
        Map<String, String> headers = sending.untilNs().isPresent()
                ? ImmutableMap.of("idempotency-key", "chaos-" + write.consumer() + "-" + write.id())
                : ImmutableMap.of();
        long beganNs = clockNs.getAsLong();
        history.begin(write, beganNs);
        StringBuilder answers = new StringBuilder();
        boolean mayBeDone = false;
        Outcome outcome = Outcome.UNKNOWN;
        Optional<String> position = Optional.empty();
        try {
            boolean isOver = false;
            while (!isOver) {
                URI door = sending.doors().get();
                answers.append(' ').append(door.getPort()).append(": ");
                try {
                    Answer answer = http.send(door, method, sending.region(), path, body, headers);
                    outcome = outcome(answer, method);
                    position = answer.position();
                    answers.append(answer.status()).append(' ').append(answer.code());
                    if (!isKnown(answer, method)) {
                        history.report(
                                Kind.UNEXPECTED,
                                clockNs.getAsLong(),
                                "%s %s was answered %s".formatted(method, path, answer),
                                write + answers.toString());
                    }
                } catch (ConnectException | HttpConnectTimeoutException notSent) {
                    outcome = Outcome.NOT_DONE;
                    answers.append("no connection");
                } catch (IOException lost) {
                    outcome = Outcome.UNKNOWN;
                    answers.append(lost.getClass().getSimpleName());
                }
                mayBeDone |= outcome == Outcome.UNKNOWN;
                boolean isOpen = outcome == Outcome.UNKNOWN || outcome == Outcome.NOT_DONE;
                isOver = !isOpen
                        || sending.untilNs().isEmpty()
                        || clockNs.getAsLong() > sending.untilNs().get();
                if (!isOver) {
                    TimeUnit.MILLISECONDS.sleep(RESENT_AFTER_MS);
                }
            }
        } catch (InterruptedException e) {
            end(operation, write, Outcome.UNKNOWN, beganNs, answers.append(" interrupted"));
            throw e;
        }
        if (outcome == Outcome.NOT_DONE && mayBeDone) {
            outcome = Outcome.UNKNOWN;
        }
        return new Written(outcome, position, end(operation, write, outcome, beganNs, answers));
    }

    private long end(Operation operation, Write write, Outcome outcome, long beganNs, StringBuilder answers) {
        long endedNs = clockNs.getAsLong();
        history.end(
                write.id(),
                outcome,
                endedNs,
                told(
                        operation,
                        write.consumer(),
                        beganNs,
                        endedNs,
                        write.amounts() + " at generation " + write.generation() + " →" + answers + ", " + outcome));
        tally.count(operation, outcome.name());
        return endedNs;
    }

    private static Outcome outcome(Answer answer, String method) {
        switch (answer.status()) {
            case 204:
                return Outcome.DONE;
            case 404:
                return method.equals("DELETE") ? Outcome.NOT_FOUND : Outcome.UNKNOWN;
            case 409:
                return answer.code().equals("placement.concurrent_update") ? Outcome.CONFLICT : Outcome.REFUSED;
            case 503:
                return answer.code().equals("berth.not_appended")
                                || answer.code().equals("berth.no_room")
                                || answer.code().equals("berth.overloaded")
                        ? Outcome.NOT_DONE
                        : Outcome.UNKNOWN;
            default:
                return Outcome.UNKNOWN;
        }
    }

    private static boolean isKnown(Answer answer, String method) {
        return switch (answer.status()) {
            case 204, 409 -> true;
            case 404 -> method.equals("DELETE");
            case 503 -> answer.code().startsWith("berth.");
            default -> false;
        };
    }

    /** Reads what a consumer holds; empty if that was not told. */
    Optional<ConsumerState> consumer(URI door, String region, String consumer, Optional<Age> age)
            throws InterruptedException {
        Operation operation = age.isPresent() ? Operation.READ_CONSUMER_OLD : Operation.READ_CONSUMER;
        long sentNs = clockNs.getAsLong();
        Read read = history.beginRead(consumer, sinceNs(sentNs, age), age.isPresent());
        Optional<Answer> answer = read(operation, door, region, "/allocations/" + consumer, sentNs, age);
        return answer.map(seen -> {
            ConsumerState state = state(seen.body());
            long endedNs = clockNs.getAsLong();
            history.endRead(
                    narrowed(read, seen, sentNs, age),
                    state,
                    endedNs,
                    told(operation, consumer, sentNs, endedNs, door.getPort() + age(age, seen) + " → " + state));
            return state;
        });
    }

    void usage(URI door, Provider provider, Optional<Age> age) throws InterruptedException {
        Operation operation = age.isPresent() ? Operation.READ_USAGE_OLD : Operation.READ_USAGE;
        long sentNs = clockNs.getAsLong();
        Read read = history.beginReadOfProvider(provider.name(), sinceNs(sentNs, age), age.isPresent());
        String path = "/resource_providers/" + provider.name() + "/usages";
        read(operation, door, provider.region(), path, sentNs, age).ifPresent(seen -> {
            long used = seen.body().path("usages").path("VCPU").asLong();
            long endedNs = clockNs.getAsLong();
            history.endUsage(
                    narrowed(read, seen, sentNs, age),
                    used,
                    endedNs,
                    told(operation, provider.name(), sentNs, endedNs, door.getPort() + age(age, seen) + " → " + used));
        });
    }

    void holders(URI door, Provider provider) throws InterruptedException {
        long sentNs = clockNs.getAsLong();
        Read read = history.beginReadOfProvider(provider.name(), sentNs, false);
        String path = "/resource_providers/" + provider.name() + "/allocations";
        read(Operation.READ_HOLDERS, door, provider.region(), path, sentNs, Optional.empty())
                .ifPresent(seen -> {
                    Map<String, Long> held = new TreeMap<>();
                    for (Map.Entry<String, JsonNode> each :
                            seen.body().path("allocations").properties()) {
                        held.put(
                                each.getKey(),
                                each.getValue().path("resources").path("VCPU").asLong());
                    }
                    long endedNs = clockNs.getAsLong();
                    history.endListing(
                            read,
                            held,
                            endedNs,
                            told(
                                    Operation.READ_HOLDERS,
                                    provider.name(),
                                    sentNs,
                                    endedNs,
                                    door.getPort() + " → " + held.size() + " consumers"));
                });
    }

    /**
     * How old an answer may be.
     *
     * @param seenNs what was acknowledged at the position was acknowledged then
     */
    record Age(long ms, Optional<String> position, long seenNs) {
        Map<String, String> headers() {
            ImmutableMap.Builder<String, String> headers = ImmutableMap.builder();
            headers.put("x-berth-max-staleness", ms + "ms");
            position.ifPresent(quoted -> headers.put("x-berth-position", quoted));
            return headers.build();
        }
    }

    private Optional<Answer> read(
            Operation operation, URI door, String region, String path, long sentNs, Optional<Age> age)
            throws InterruptedException {
        try {
            Answer answer = http.get(door, region, path, age.map(Age::headers).orElse(ImmutableMap.of()));
            tally.count(operation, Integer.toString(answer.status()));
            boolean isTooOld = age.isPresent()
                    && answer.stalenessMs().map(ms -> ms > age.get().ms()).orElse(false);
            if (isTooOld || answer.status() != 200 && answer.status() != 503) {
                long nowNs = clockNs.getAsLong();
                history.report(
                        isTooOld ? Kind.STALE : Kind.UNEXPECTED,
                        nowNs,
                        "GET %s was answered %s%s".formatted(path, answer, age(age, answer)),
                        told(operation, region, sentNs, nowNs, Integer.toString(door.getPort())));
            }
            return answer.status() == 200 ? Optional.of(answer) : Optional.empty();
        } catch (IOException lost) {
            tally.count(operation, "LOST");
            return Optional.empty();
        }
    }

    private static long sinceNs(long sentNs, Optional<Age> age) {
        return age.map(each -> sentNs - TimeUnit.MILLISECONDS.toNanos(each.ms()))
                .orElse(sentNs);
    }

    /**
     * An answer that says it is younger than it might be, or that a position was quoted to, may show less old things.
     */
    private static Read narrowed(Read read, Answer answer, long sentNs, Optional<Age> age) {
        if (age.isEmpty()) {
            return read;
        }
        long saidNs = answer.stalenessMs()
                .map(ms -> sentNs - TimeUnit.MILLISECONDS.toNanos(ms + 1))
                .orElse(Long.MIN_VALUE);
        long quotedNs = age.get().position().isPresent() ? age.get().seenNs() : Long.MIN_VALUE;
        return new Read(
                read.subject(), Math.max(read.sinceNs(), Math.max(saidNs, quotedNs)), read.isOld(), read.answers());
    }

    private static ConsumerState state(JsonNode body) {
        ImmutableSortedMap.Builder<String, Long> amounts = ImmutableSortedMap.naturalOrder();
        for (Map.Entry<String, JsonNode> each : body.path("allocations").properties()) {
            amounts.put(
                    each.getKey(),
                    each.getValue().path("resources").path("VCPU").asLong());
        }
        ImmutableSortedMap<String, Long> held = amounts.build();
        return held.isEmpty()
                ? ConsumerState.NOTHING
                : new ConsumerState(held, body.path("consumer_generation").asInt());
    }

    private static String age(Optional<Age> age, Answer answer) {
        return age.map(asked -> " (asked for %d ms%s, told %s)"
                        .formatted(
                                asked.ms(),
                                asked.position().map(quoted -> " at " + quoted).orElse(""),
                                answer.stalenessMs().map(ms -> ms + " ms").orElse("nothing")))
                .orElse("");
    }

    private static String told(Operation operation, String subject, long beganNs, long endedNs, String what) {
        return "%.3f s to %.3f s %s %s %s".formatted(beganNs / 1e9, endedNs / 1e9, operation, subject, what);
    }
}
