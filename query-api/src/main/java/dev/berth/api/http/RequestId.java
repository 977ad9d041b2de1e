package dev.berth.api.http;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Names a request in its answer and in the log. Random, but not a secret, so the cheap source of random bits will do.
 *
 * <p>OpenStack's header of that name has another meaning on its way here than on its way back: a client sends its
 * global request id in it, which all services that take part in one operation are told, and is answered with the id of
 * this one request.
 */
final class RequestId {
    static final String HEADER = "x-openstack-request-id";

    private static final String PREFIX = "req-";
    private static final int LENGTH = PREFIX.length() + 36;
    private static final Pattern FORM = Pattern.compile(PREFIX + "\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_IETF = 0x8000_0000_0000_0000L;

    private RequestId() {}

    /** The id of a request: the one that another instance gave it before it passed it on, or a new one. */
    static String of(MultiMap headers) {
        return only(headers.getAll(HeaderNames.PASSED_ON_ID)).orElseGet(RequestId::next);
    }

    /**
     * The global request id that the client sent; empty for none, for several, and for what does not have the form of
     * one.
     */
    static Optional<String> global(MultiMap headers) {
        return only(headers.getAll(HeaderNames.REQUEST_ID));
    }

    private static Optional<String> only(List<String> values) {
        return values.size() == 1 ? Optional.of(values.get(0)).filter(RequestId::hasForm) : Optional.empty();
    }

    private static boolean hasForm(String text) {
        return text.length() == LENGTH && FORM.matcher(text).matches();
    }

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & ~0xF000L | VERSION_4;
        long low = random.nextLong() & ~0xC000_0000_0000_0000L | VARIANT_IETF;
        return PREFIX + new UUID(high, low);
    }
}
