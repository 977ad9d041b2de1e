package dev.berth.cli.shadow;

import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

/**
 * Which service answers, and which one follows.
 *
 * @param placement the URL of the Placement, as the catalogue has it
 * @param berth the URL of the region of Berth's
 * @param isBerthFollowing whether the Placement answers and Berth follows; else it is the other way round
 */
record ServiceRoles(URI placement, URI berth, boolean isBerthFollowing) {
    URI first() {
        return isBerthFollowing ? placement : berth;
    }

    URI follower() {
        return isBerthFollowing ? berth : placement;
    }

    String firstName() {
        return isBerthFollowing ? "Placement" : "Berth";
    }

    String followerName() {
        return isBerthFollowing ? "Berth" : "Placement";
    }

    /** The path at which clients find the API: the one that they had before. */
    String prefix() {
        return ServiceConnections.prefix(placement);
    }

    /** The bytes of an answer with its links as they are where the API is at the root of a server. */
    byte[] atRoot(ServiceReply reply) {
        byte[] body = reply.body();
        String one = ServiceConnections.prefix(placement);
        String other = ServiceConnections.prefix(berth);
        if (one.isEmpty() && other.isEmpty() || body.length == 0) {
            return body;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        for (String prefix : new String[] {one, other}) {
            text = prefix.isEmpty() ? text : text.replace("\"" + prefix + "/", "\"/");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A URL of the service that answers, with the authority by which a client has called it; others as they are. */
    String asCalled(String location, HostAndPort client) {
        try {
            URI url = new URI(location);
            if (url.getHost() == null
                    || !url.getHost().equalsIgnoreCase(first().getHost())
                    || port(url) != port(first())) {
                return location;
            }
            return url.getScheme() + "://" + client
                    + location.substring(location.indexOf(url.getRawAuthority())
                            + url.getRawAuthority().length());
        } catch (URISyntaxException noUrl) {
            return location;
        }
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    /** A URL without what may be secret in it. */
    static String shown(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort())
                + ServiceConnections.prefix(url);
    }
}
