package dev.berth.api.fuzz;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which statuses stand in all that a server has sent on a connection. */
final class Statuses {
    private static final int HEADERS = 1;
    private static final int PADDED = 0x08;
    private static final int PRIORITY = 0x20;

    private Statuses() {}

    static List<Integer> ofHttp1(byte[] received) {
        String text = new String(received, StandardCharsets.ISO_8859_1);
        List<Integer> statuses = new ArrayList<>();
        for (int at = text.indexOf("HTTP/1."); at >= 0; at = text.indexOf("HTTP/1.", at + 12)) {
            if ((at == 0 || text.charAt(at - 1) != '"') && at + 12 <= text.length() && text.charAt(at + 8) == ' ') {
                String digits = text.substring(at + 9, at + 12);
                if (digits.chars().allMatch(Character::isDigit)) {
                    statuses.add(Integer.parseInt(digits));
                }
            }
        }
        return statuses;
    }

    static List<Integer> ofHttp2(byte[] received) {
        List<Integer> statuses = new ArrayList<>();
        DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
        for (int at = 0; at + 9 <= received.length; ) {
            int length = (received[at] & 0xff) << 16 | (received[at + 1] & 0xff) << 8 | received[at + 2] & 0xff;
            int end = at + 9 + length;
            if (end > received.length) {
                break;
            }
            if (received[at + 3] == HEADERS) {
                int flags = received[at + 4];
                int begin = at + 9 + ((flags & PADDED) == 0 ? 0 : 1) + ((flags & PRIORITY) == 0 ? 0 : 5);
                try {
                    CharSequence status = decoder.decodeHeaders(
                                    1, Unpooled.wrappedBuffer(Arrays.copyOfRange(received, begin, end)))
                            .status();
                    if (status != null) {
                        statuses.add(Integer.parseInt(status.toString()));
                    }
                } catch (Http2Exception e) {
                    // The sides may have come to disagree on the table of headers, as frames that were changed ask for.
                    return statuses;
                }
            }
            at = end;
        }
        return statuses;
    }
}
