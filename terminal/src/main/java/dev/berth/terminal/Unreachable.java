package dev.berth.terminal;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLException;

/** The words for a service that gave no answer, with what to do where it is known. Stateless. */
public final class Unreachable {
    /** What Java's two clients of HTTP say of a service that wants TLS. */
    private static final List<String> NOT_HTTP =
            List.of("received no bytes", "Unexpected end of file", "what answers is no HTTP");

    private Unreachable() {}

    public static String words(Object url, IOException reason) {
        String hint = reason instanceof SSLException
                ? "; --cacert FILE takes the authority that signed its certificate, if Java does not know it"
                : NOT_HTTP.stream().anyMatch(String.valueOf(reason.getMessage())::contains)
                        ? "; a service with --tls-cert wants https:// in --url"
                        : "";
        return "cannot reach the service at " + url + ": " + reason + hint;
    }
}
