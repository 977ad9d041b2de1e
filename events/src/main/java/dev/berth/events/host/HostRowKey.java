package dev.berth.events.host;

import com.google.common.base.Ascii;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * The key of a row of berth.hosts, as text: {@code region/host/kind}. All rows of a host stand in one partition, that
 * of {@code region/host}.
 */
public record HostRowKey(Region region, ProviderId host, HostRow.Kind kind) {
    private static final String SEPARATOR = "/";
    private static final int PARTS = 3;
    private static final int LENGTH_MAX = 128;

    /** The key's bytes. */
    public byte[] bytes() {
        return utf8(toString());
    }

    /** The key that chooses the partition of the host's rows. */
    public byte[] home() {
        return home(region, host);
    }

    /** The key that chooses the partition of a host's rows. */
    public static byte[] home(Region region, ProviderId host) {
        return utf8(region + SEPARATOR + host);
    }

    /** The key in these bytes; empty if this program knows no such key. */
    public static Optional<HostRowKey> read(byte[] bytes) {
        if (bytes == null || bytes.length > LENGTH_MAX) {
            return Optional.empty();
        }
        String[] parts = new String(bytes, StandardCharsets.UTF_8).split(SEPARATOR, -1);
        if (parts.length != PARTS || !Region.isName(parts[0])) {
            return Optional.empty();
        }
        try {
            HostRowKey key = new HostRowKey(
                    new Region(parts[0]),
                    new ProviderId(UUID.fromString(parts[1])),
                    HostRow.Kind.valueOf(Ascii.toUpperCase(parts[2])));
            return Optional.of(key).filter(read -> read.toString().equals(String.join(SEPARATOR, parts)));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return region + SEPARATOR + host + SEPARATOR + Ascii.toLowerCase(kind.name());
    }
}
