package dev.berth.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.terminal.CannotRunException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How commands about what Placement knows call a service, which may be any Placement: its version, and providers by
 * their names. A mixin, for one command and its thread.
 */
public final class PlacementOptions {
    /** The field of a claim that says of which type its consumer is. */
    public static final String CONSUMER_TYPE = "consumer_type";

    /** Placement gives no more inventories, usages, traits and aggregates in one answer, so they are read apart. */
    private static final int READS_MOST = 5;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private ServiceClient service;

    @Option(
            names = "--microversion",
            paramLabel = "VERSION",
            defaultValue = "1.39",
            converter = MicroversionConverter.class,
            description = "The version of the Placement API to speak (default: ${DEFAULT-VALUE}).")
    private Microversion version;

    /** Speaks the version that was asked for from now on. */
    public PlacementOptions open() {
        service.speak(version);
        return this;
    }

    /** The same, where it has to be of a version that has something. */
    public PlacementOptions open(Feature least, String what) {
        if (!version.has(least)) {
            throw new ParameterException(
                    command.commandLine(),
                    what + " needs --microversion " + least.since() + " or newer but got " + version);
        }
        return open();
    }

    public boolean has(Feature feature) {
        return version.has(feature);
    }

    /** Has what is got from now on be of the moment that was named, if one was. */
    public PlacementOptions asOf(AsOfOption moment) {
        service.ask(moment);
        return this;
    }

    public ServiceClient service() {
        return service;
    }

    public PrintWriter err() {
        return command.commandLine().getErr();
    }

    /**
     * What the service has at the path.
     *
     * @throws CannotRunException if it refuses
     */
    public JsonNode get(String path) throws InterruptedException {
        return PlacementRefusal.granted(service.get(path)).json();
    }

    /**
     * Writes claims. Where nobody has said what their consumers are, it is done in the last version that lets them be
     * anything.
     */
    public ServiceAnswer claim(JsonNode claims, Sending sending) throws InterruptedException {
        boolean isTyped = claims.findValue(CONSUMER_TYPE) != null;
        if (version.has(Feature.CONSUMER_TYPES) && !isTyped) {
            service.speak(new Microversion(Feature.CONSUMER_TYPES.since().minor() - 1));
        }
        try {
            return sending.send(service, claims);
        } finally {
            service.speak(version);
        }
    }

    /** Sends a body. */
    public interface Sending {
        ServiceAnswer send(ServiceClient service, JsonNode body) throws InterruptedException;
    }

    /**
     * The provider that has the UUID or the name.
     *
     * @throws CannotRunException if there is none
     */
    public JsonNode provider(String text) throws InterruptedException {
        JsonNode found = get("/resource_providers?" + (HostReference.isUuid(text) ? "uuid=" : "name=")
                        + HostReference.encoded(text))
                .path("resource_providers");
        if (found.isEmpty()) {
            throw new CannotRunException("no resource provider has the UUID or the name " + text
                    + "; berth providers list shows those that there are");
        }
        return found.path(0);
    }

    /** The UUID of the provider that has the UUID or the name. */
    public String uuid(String text) throws InterruptedException {
        return provider(text).path("uuid").asText();
    }

    /**
     * Several parts of a provider, such as its inventories and usages, all of one generation.
     *
     * @throws CannotRunException if it is written to all the time
     */
    public Map<String, JsonNode> parts(String uuid, String... names) throws InterruptedException {
        for (int reads = 0; reads < READS_MOST; reads++) {
            Map<String, JsonNode> parts = new TreeMap<>();
            for (String name : names) {
                parts.put(name, get("/resource_providers/" + uuid + "/" + name));
            }
            long generations = parts.values().stream()
                    .map(part -> part.path("resource_provider_generation").asLong())
                    .distinct()
                    .count();
            if (generations == 1) {
                return parts;
            }
        }
        throw new CannotRunException("provider " + uuid + " was written to whenever it was read, " + READS_MOST
                + " times; try again in a moment");
    }
}
