package dev.berth.agent.report;

import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;

/**
 * Provider ids made from names (UUID version 5, RFC 9562), so that an agent that lost everything reports the same
 * providers and a re-installed host is the host it was.
 */
public final class ProviderIds {
    /** The namespace of hosts; another value would make every host a stranger. */
    private static final UUID HOSTS = UUID.fromString("6f0e8f5c-2c0b-5d0c-9d5a-3b1c7a3f8e21");

    private ProviderIds() {}

    public static ProviderId ofHost(Region region, String hostName) {
        return new ProviderId(nameBased(HOSTS, region.name() + "/" + hostName));
    }

    /** A descendant of the host at a path that is unique in the host, such as {@code numa/0}. */
    public static ProviderId below(ProviderId host, String path) {
        return new ProviderId(nameBased(host.value(), path));
    }

    private static UUID nameBased(UUID namespace, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] input = ByteBuffer.allocate(2 * Long.BYTES + bytes.length)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .put(bytes)
                .array();
        ByteBuffer hash = ByteBuffer.wrap(Arrays.copyOf(sha1(input), 2 * Long.BYTES));
        long high = hash.getLong() & ~0xf000L | 0x5000L;
        long low = hash.getLong() & ~(3L << 62) | 2L << 62;
        return new UUID(high, low);
    }

    private static byte[] sha1(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("expected SHA-1, which every Java platform has", e);
        }
    }
}
