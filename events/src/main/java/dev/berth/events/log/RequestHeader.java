package dev.berth.events.log;

import dev.berth.events.model.Sha256;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * How the digest of a request with an idempotency key travels in the log: as the header {@link #NAME} of its command's record. It is
 * told beside the command and not in it, because it is about how the command was sent and not about what is wanted. Stateless.
 */
public final class RequestHeader {
    /** Its value is the 32 bytes of the digest. */
    public static final String NAME = "berth-request";

    private RequestHeader() {}

    static void add(Headers headers, Sha256 request) {
        headers.add(NAME, request.bytes());
    }

    /** The digest that a record tells. A header that is none, as only a foreign writer could have it, tells none. */
    public static Optional<Sha256> of(Headers headers) {
        Header header = headers.lastHeader(NAME);
        return header == null || header.value() == null || header.value().length != Sha256.LENGTH
                ? Optional.empty()
                : Optional.of(Sha256.ofBytes(header.value()));
    }
}
