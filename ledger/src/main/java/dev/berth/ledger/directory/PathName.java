package dev.berth.ledger.directory;

import dev.berth.events.model.Printable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * How a text that somebody chose is written as a name in a path. Letters, digits and the like stay; what ends a name,
 * cannot be typed or cannot be seen becomes {@code %} and the two hex digits of each of its bytes in UTF-8, as in
 * addresses of the web. So every name can be read and typed, and is the name of nothing else. Stateless.
 */
public final class PathName {
    private static final Pattern UUID_TEXT = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String RESERVED = "/%\\\"'`";

    /** The name of the empty text. */
    private static final String EMPTY = "%";

    private PathName() {}

    public static String encode(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        StringBuilder name = new StringBuilder(text.length());
        // A name that looks like the way up, or like an id, would lead elsewhere.
        boolean isTaken = text.equals(".") || text.equals("..") || uuid(text).isPresent();
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            boolean isPlain = isPlain(codePoint) && !(isTaken && i == 0);
            if (isPlain) {
                name.appendCodePoint(codePoint);
            } else {
                for (byte unit : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
                    name.append('%').append(HEX.toHexDigits(unit));
                }
            }
            i += Character.charCount(codePoint);
        }
        return name.toString();
    }

    private static boolean isPlain(int codePoint) {
        String text = Character.toString(codePoint);
        return RESERVED.indexOf(codePoint) < 0
                && !Character.isWhitespace(codePoint)
                && !Character.isSpaceChar(codePoint)
                && Printable.of(text).equals(text);
    }

    /** The text that a name stands for; empty if it stands for none, since a {@code %} in it begins no byte. */
    public static Optional<String> decode(String name) {
        if (name.equals(EMPTY)) {
            return Optional.of("");
        }
        byte[] typed = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(typed.length);
        for (int i = 0; i < typed.length; i++) {
            if (typed[i] != '%') {
                bytes.put(typed[i]);
            } else if (i + 2 < typed.length
                    && HexFormat.isHexDigit(typed[i + 1])
                    && HexFormat.isHexDigit(typed[i + 2])) {
                bytes.put((byte) (HexFormat.fromHexDigit(typed[i + 1]) << 4 | HexFormat.fromHexDigit(typed[i + 2])));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
            return Optional.of(text.toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The id that a name is; empty if it is none. */
    static Optional<UUID> uuid(String name) {
        return UUID_TEXT.matcher(name).matches() ? Optional.of(UUID.fromString(name)) : Optional.empty();
    }
}
