package dev.berth.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.terminal.CannotRunException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import picocli.CommandLine.Parameters;

/** The host that a command is about, by its UUID or its name. A mixin, for one command and its thread. */
public final class HostReference {
    @Parameters(index = "0", paramLabel = "HOST", description = "The host's UUID, or the name of its root provider.")
    private String host;

    /** The host as the user named it. */
    public String text() {
        return host;
    }

    /**
     * The path of the host at the service, which is asked for its UUID if it is named.
     *
     * @throws CannotRunException if no host has the name
     */
    public String path(ServiceClient service) throws InterruptedException {
        return path(host, service);
    }

    /** The same of a host that another option names. */
    public static String path(String host, ServiceClient service) throws InterruptedException {
        return "/hosts/" + (isUuid(host) ? host : named(host, service));
    }

    private static String named(String host, ServiceClient service) throws InterruptedException {
        JsonNode hosts =
                service.get("/hosts?name=" + encoded(host)).orElseThrow().json().path("hosts");
        if (hosts.isEmpty()) {
            throw new CannotRunException("no host is named " + host + "; see: berth host list");
        }
        return hosts.path(0).path("host").asText();
    }

    public static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equalsIgnoreCase(text);
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
