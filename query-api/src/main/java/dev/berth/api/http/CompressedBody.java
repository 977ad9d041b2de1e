package dev.berth.api.http;

import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** A long body as gzip: what is written of it is compressed piece by piece. Not thread-safe, as the body itself. */
final class CompressedBody implements Answer.LongBody {
    private static final int PLAIN_BYTES = 32 * 1024;

    private final Answer.LongBody plain;
    private final JsonBytes text = new JsonBytes(PLAIN_BYTES + PLAIN_BYTES / 4);
    private final Target target = new Target();
    private final GZIPOutputStream gzip;

    CompressedBody(Answer.LongBody plain) {
        this.plain = plain;
        try {
            this.gzip = new FastGzip(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean write(JsonBytes compressed) {
        text.clear();
        boolean isMore = true;
        while (isMore && text.size() < PLAIN_BYTES) {
            isMore = plain.write(text);
        }
        target.into = compressed;
        try {
            gzip.write(text.array(), 0, text.size());
            if (!isMore) {
                gzip.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return isMore;
    }

    /** As little work as gzip can be: text of ids and numbers hardly gets any shorter with more. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, PLAIN_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Takes the header before there is anything to write to. */
    private static final class Target extends OutputStream {
        private JsonBytes into;
        private byte[] early = new byte[0];

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            byte[] part = Arrays.copyOfRange(bytes, offset, offset + length);
            if (into == null) {
                early = Bytes.concat(early, part);
                return;
            }
            into.octets(early).octets(part);
            early = new byte[0];
        }
    }
}
