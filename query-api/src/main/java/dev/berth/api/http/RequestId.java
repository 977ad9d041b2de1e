package dev.berth.api.http;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Names a request in its answer and in the log. Random, but not a secret, so the cheap source of random bits will do. */
final class RequestId {
    static final String HEADER = "x-openstack-request-id";

    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_IETF = 0x8000_0000_0000_0000L;

    private RequestId() {}

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & ~0xF000L | VERSION_4;
        long low = random.nextLong() & ~0xC000_0000_0000_0000L | VARIANT_IETF;
        return "req-" + new UUID(high, low);
    }
}
