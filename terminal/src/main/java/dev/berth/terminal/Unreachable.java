package dev.berth.terminal;

import java.io.IOException;
import javax.net.ssl.SSLException;

/** The words for a service that gave no answer, with what to do where it is known. Stateless. */
public final class Unreachable {
    private Unreachable() {}

    public static String words(Object url, IOException reason) {
        String hint = reason instanceof SSLException
                ? "; --cacert FILE takes the authority that signed its certificate, if Java does not know it"
                : String.valueOf(reason.getMessage()).contains("received no bytes")
                        ? "; a service with --tls-cert wants https:// in --url"
                        : "";
        return "cannot reach the service at " + url + ": " + reason + hint;
    }
}
