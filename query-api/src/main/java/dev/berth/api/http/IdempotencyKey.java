package dev.berth.api.http;

import dev.berth.api.auth.Caller;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Region;
import dev.berth.events.model.Sha256;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * What the header {@link #HEADER} of a write makes of it: the same key of the same caller in the same region always
 * comes to the same command id, so that the ledger decides it once; and the digest tells whether it is the same
 * request. Immutable.
 *
 * @param request the digest of method, target, version and body
 */
public record IdempotencyKey(CommandId commandId, Sha256 request) {
    public static final String HEADER = "Idempotency-Key";

    /** How long a key may be, in characters. */
    public static final int LENGTH_MAX = 255;

    /**
     * The key that a request's headers name, if they name one.
     *
     * @throws ProblemException 400 if it is none, or there are several
     */
    static Optional<String> parse(List<String> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String key = values.get(0);
        if (values.size() > 1) {
            throw malformed(values.size() + " of them");
        }
        if (key.isEmpty() || key.length() > LENGTH_MAX) {
            throw malformed(key.length() + " characters");
        }
        if (!key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw malformed("other characters");
        }
        return Optional.of(key);
    }

    private static ProblemException malformed(String got) {
        return Problem.badRequest("expected one " + HEADER + " of 1 to " + LENGTH_MAX
                        + " visible ASCII characters but got " + got)
                .withCode(ErrorCode.IDEMPOTENCY_KEY_MALFORMED)
                .exception();
    }

    /**
     * A key with the request that it was sent with.
     *
     * @param target path and query as they were sent
     */
    static IdempotencyKey of(
            String key,
            Caller caller,
            Region region,
            String method,
            String target,
            Microversion version,
            Optional<Buffer> body) {
        Sha256 id = new Sum()
                .add(caller.user())
                .add(caller.project())
                .add(region.name())
                .add(key)
                .digest();
        Sha256 request = new Sum()
                .add(method)
                .add(target)
                .add(version.toString())
                .add(body.map(IdempotencyKey::bytes).orElseGet(() -> ByteBuffer.allocate(0)))
                .digest();
        return new IdempotencyKey(new CommandId(id.toUuid()), request);
    }

    /** A view of the bytes, without a copy. */
    private static ByteBuffer bytes(Buffer body) {
        return ((BufferInternal) body).getByteBuf().nioBuffer();
    }

    /** How a client finds out what has become of a write that may have been carried out. */
    public static String sendAgain(boolean hasKey) {
        return hasKey
                ? "send it again with the same " + HEADER + " to learn its result."
                : "check the current state before sending it again, or send it with an " + HEADER + " the next time.";
    }

    /** A SHA-256 over parts, each with its length before it. Not thread-safe. */
    private static final class Sum {
        private final MessageDigest sha256 = Sha256.algorithm();

        Sum add(String part) {
            return add(ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8)));
        }

        Sum add(ByteBuffer part) {
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.remaining()));
            sha256.update(part);
            return this;
        }

        Sha256 digest() {
            return Sha256.ofBytes(sha256.digest());
        }
    }
}
