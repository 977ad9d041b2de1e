package dev.berth.cli.shadow;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** One call on its way through both services. What is not final is guarded by the lock of the {@link Shadow}. */
final class ShadowCall {
    /** What a call takes beside its bodies. */
    static final int FIXED_BYTES = 2_048;

    private final long number;
    private final String method;
    private final String path;
    private final MultiMap headers;
    private final MemoryBudget.Share share;
    private CallSubjects subjects;
    private Buffer body;

    /** Whether another call was under way at the same time, whose order to this one matters and cannot be seen. */
    private boolean isOverlapped;

    /** What it writes, and another call that was under way at the same time as well. */
    private final Set<Subject> met = new HashSet<>();

    /** Whether something that the follower is behind with may have mattered to what it answers. */
    private boolean isDoubtful;

    /** In how many lanes others come before this one. */
    private int blockedBy;

    private ServiceReply answer;

    /**
     * @param path with its query, as Placement has it at the root of a server
     * @param headers as they came, with their secrets: nothing of them is told but the version of the API
     * @param share what it has of the memory, given back when nothing needs the call any more
     */
    ShadowCall(
            long number,
            String method,
            String path,
            MultiMap headers,
            Buffer body,
            CallSubjects subjects,
            MemoryBudget.Share share) {
        this.number = number;
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.body = body;
        this.subjects = subjects;
        this.share = share;
    }

    long number() {
        return number;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    MultiMap headers() {
        return headers;
    }

    CallSubjects subjects() {
        return subjects;
    }

    Buffer body() {
        return body;
    }

    /** The version of the API that was asked for; empty for none. */
    String version() {
        String asked = headers.get("openstack-api-version");
        return asked == null ? "" : asked;
    }

    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    boolean isOverlapped() {
        return isOverlapped;
    }

    void overlap() {
        isOverlapped = true;
    }

    /** Overlaps with a call that writes one of the same things. */
    void meet(Subject subject) {
        met.add(subject);
        overlap();
    }

    /** Whether another call wrote this at the same time as well. */
    boolean hasMetOver(Subject subject) {
        return met.contains(subject);
    }

    /** Whether what it wrote may be another in another order, and no answer tells. */
    boolean isOrderDecisive() {
        return !Collections.disjoint(met, subjects.replaced());
    }

    boolean isDoubtful() {
        return isDoubtful;
    }

    void doubt() {
        isDoubtful = true;
    }

    void block() {
        blockedBy++;
    }

    boolean unblock() {
        return --blockedBy == 0;
    }

    boolean isBlocked() {
        return blockedBy > 0;
    }

    ServiceReply answer() {
        return answer;
    }

    void answered(ServiceReply given) {
        answer = given;
    }

    /** Has the other service be told an id that the first one chose. */
    void choose(Buffer bodyWithId, CallSubjects subjectsWithId) {
        body = bodyWithId;
        subjects = subjectsWithId;
    }

    MemoryBudget.Share share() {
        return share;
    }
}
