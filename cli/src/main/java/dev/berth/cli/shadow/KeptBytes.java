package dev.berth.cli.shadow;

import dev.berth.cli.shadow.MemoryBudget.Share;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** A copy of a body that passes by, as much of it as may be kept. For one body and its event loop. */
final class KeptBytes {
    /** As large as bodies that Berth takes, and larger than all answers but the longest lists. */
    static final int BYTES_MAX = 4 * 1024 * 1024;

    private final Share share;
    private Buffer bytes = Buffer.buffer();
    private boolean isWhole = true;

    KeptBytes(Share share) {
        this.share = share;
    }

    void add(Buffer chunk) {
        if (isWhole && bytes.length() + chunk.length() <= BYTES_MAX && share.take(chunk.length())) {
            bytes.appendBuffer(chunk);
        } else {
            isWhole = false;
            bytes = Buffer.buffer();
        }
    }

    boolean isWhole() {
        return isWhole;
    }

    Buffer bytes() {
        return bytes;
    }

    /** What came, as it is compared: compressed no more. */
    ServiceReply reply(int status, MultiMap headers) {
        String location = headers.get("location");
        String coding = headers.get("content-encoding");
        byte[] body = bytes.getBytes();
        boolean isAll = isWhole;
        if (coding != null && body.length > 0 && !coding.equalsIgnoreCase("identity")) {
            try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = unpacked.readNBytes(BYTES_MAX);
                isAll &= body.length < BYTES_MAX;
            } catch (IOException otherCoding) {
                body = new byte[0];
                isAll = false;
            }
        }
        return new ServiceReply(status, body, isAll, location == null ? "" : location);
    }
}
