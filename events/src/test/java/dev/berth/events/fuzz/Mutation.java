package dev.berth.events.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes valid bytes in one to a few places, by what tends to confuse anyone who reads lengths and counts. */
public final class Mutation {
    private static final int CHANGES_MAX = 4;
    private static final int RUN_MAX = 64;
    private static final int LENGTH_MAX = 1 << 20;

    /** Bytes, and numbers as Avro writes them: small ones, the largest int and long, and negative lengths. */
    private static final byte[][] INTERESTING = {
        {0},
        {1},
        {2},
        {(byte) 0x7f},
        {(byte) 0x80},
        {(byte) 0xff},
        {(byte) 0x80, (byte) 0x80},
        {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
        {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
        {
            (byte) 0xfe,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            1
        },
        {
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            1
        },
        {
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff
        },
        {(byte) 0xc0, (byte) 0x80},
        {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
        {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80}
    };

    private Mutation() {}

    /**
     * @param valid others of the same kind, from which pieces are taken
     * @param from what comes before stays as it is
     */
    public static byte[] of(byte[] original, List<byte[]> valid, int from, SplittableRandom random) {
        byte[] bytes = original;
        for (int changes = 1 + random.nextInt(CHANGES_MAX); changes > 0; changes--) {
            bytes = change(bytes, valid, Math.min(from, bytes.length), random);
        }
        return bytes;
    }

    private static byte[] change(byte[] bytes, List<byte[]> valid, int from, SplittableRandom random) {
        int at = from + random.nextInt(bytes.length - from + 1);
        int run = Math.min(1 + random.nextInt(RUN_MAX), bytes.length - at);
        switch (random.nextInt(9)) {
            case 0: {
                byte[] changed = bytes.clone();
                if (at < bytes.length) {
                    changed[at] ^= (byte) (1 << random.nextInt(8));
                }
                return changed;
            }
            case 1: {
                byte[] changed = bytes.clone();
                if (at < bytes.length) {
                    changed[at] = (byte) random.nextInt(256);
                }
                return changed;
            }
            case 2:
                return Arrays.copyOf(bytes, at);
            case 3:
                return replaced(bytes, at, run, new byte[0]);
            case 4:
                return replaced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + run));
            case 5:
                return replaced(bytes, at, 0, INTERESTING[random.nextInt(INTERESTING.length)]);
            case 6:
                return replaced(bytes, at, Math.min(1, run), INTERESTING[random.nextInt(INTERESTING.length)]);
            case 7: {
                byte[] made = new byte[1 + random.nextInt(RUN_MAX)];
                for (int i = 0; i < made.length; i++) {
                    made[i] = (byte) random.nextInt(256);
                }
                return replaced(bytes, at, run, made);
            }
            default: {
                byte[] other = valid.get(random.nextInt(valid.size()));
                int begin = random.nextInt(other.length);
                int end = Math.min(other.length, begin + 1 + random.nextInt(RUN_MAX));
                return replaced(bytes, at, run, Arrays.copyOfRange(other, begin, end));
            }
        }
    }

    private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
        if (bytes.length + by.length > LENGTH_MAX) {
            return bytes;
        }
        byte[] changed = new byte[bytes.length - length + by.length];
        System.arraycopy(bytes, 0, changed, 0, at);
        System.arraycopy(by, 0, changed, at, by.length);
        System.arraycopy(bytes, at + length, changed, at + by.length, bytes.length - at - length);
        return changed;
    }
}
