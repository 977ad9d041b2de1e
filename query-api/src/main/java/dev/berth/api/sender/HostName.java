package dev.berth.api.sender;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The host that the certificate of an agent is for: the one URI {@code urn:berth:host:UUID} among its names. */
final class HostName {
    private static final String PREFIX = "urn:berth:host:";
    private static final int URI_NAME = 6;

    private HostName() {}

    /** Empty for none, for several, and for what is no UUID. */
    static Optional<String> in(X509Certificate certificate) {
        List<String> found = new ArrayList<>();
        for (List<?> name : names(certificate)) {
            if (name.get(0).equals(URI_NAME) && name.get(1) instanceof String uri && uri.startsWith(PREFIX)) {
                found.add(uri.substring(PREFIX.length()));
            }
        }
        return found.size() == 1 ? uuid(found.get(0)) : Optional.empty();
    }

    private static Collection<List<?>> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static Optional<String> uuid(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            return uuid.toString().equals(text) ? Optional.of(text) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
