package dev.berth.api.sender;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a proxy may say of the URL that it was called by; everything else is as if it had said nothing. */
final class ForwardedValue {
    private static final int LENGTH_MAX = 255;
    private static final int PORT_MAX = 65_535;

    private ForwardedValue() {}

    /** The last of several: what the proxy that is trusted has said itself. */
    static Optional<String> last(List<String> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        String line = values.get(values.size() - 1);
        String value = line.substring(line.lastIndexOf(',') + 1).strip();
        return value.isEmpty() || value.length() > LENGTH_MAX ? Optional.empty() : Optional.of(value);
    }

    static Optional<String> scheme(String value) {
        String scheme = value.toLowerCase(Locale.ROOT);
        return scheme.equals("http") || scheme.equals("https") ? Optional.of(scheme) : Optional.empty();
    }

    /** A name, an IPv4 address or an IPv6 address in brackets, and perhaps a port. */
    static Optional<String> host(String value) {
        int end = value.startsWith("[") ? value.indexOf(']') + 1 : value.indexOf(':');
        String host = end <= 0 ? value : value.substring(0, end);
        String rest = end <= 0 ? "" : value.substring(end);
        boolean isHost = host.startsWith("[")
                ? com.google.common.net.InetAddresses.isUriInetAddress(host)
                : !host.isEmpty() && host.chars().allMatch(c -> isAlphanumeric(c) || c == '.' || c == '-' || c == '_');
        return isHost && (rest.isEmpty() || isPort(rest)) ? Optional.of(value) : Optional.empty();
    }

    private static boolean isPort(String text) {
        return text.length() >= 2
                && text.length() <= 6
                && text.charAt(0) == ':'
                && text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(text.substring(1)) >= 1
                && Integer.parseInt(text.substring(1)) <= PORT_MAX;
    }

    /** A path of plain segments, such as /placement; a slash at its end is left out. */
    static Optional<String> prefix(String value) {
        String path = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
        boolean isPath = path.startsWith("/")
                && !path.contains("//")
                && path.chars().allMatch(c -> isAlphanumeric(c) || "/-._~".indexOf(c) >= 0)
                && List.of(path.split("/")).stream().noneMatch(part -> part.equals("..") || part.equals("."));
        return isPath ? Optional.of(path) : Optional.empty();
    }

    private static boolean isAlphanumeric(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
