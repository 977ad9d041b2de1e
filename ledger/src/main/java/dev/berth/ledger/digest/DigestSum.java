package dev.berth.ledger.digest;

import com.google.common.io.ByteArrayDataOutput;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A running SHA-256 over entries, each with its length before it, and how texts and ids are written in one. For one
 * thread.
 */
final class DigestSum {
    private final MessageDigest sha256 = Sha256.algorithm();

    void add(ByteArrayDataOutput entry) {
        byte[] bytes = entry.toByteArray();
        int length = bytes.length;
        sha256.update(
                new byte[] {(byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length});
        sha256.update(bytes);
    }

    String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Not writeUTF, which takes no more than 65,535 bytes and has a UTF-8 of its own. */
    static void write(ByteArrayDataOutput entry, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        entry.writeInt(bytes.length);
        entry.write(bytes);
    }

    static void write(ByteArrayDataOutput entry, UUID id) {
        entry.writeLong(id.getMostSignificantBits());
        entry.writeLong(id.getLeastSignificantBits());
    }

    static void write(ByteArrayDataOutput entry, InventoryRecord inventory) {
        entry.writeLong(inventory.total());
        entry.writeLong(inventory.reserved());
        entry.writeLong(inventory.minUnit());
        entry.writeLong(inventory.maxUnit());
        entry.writeLong(inventory.stepSize());
        entry.writeDouble(inventory.allocationRatio());
    }
}
