package dev.berth.cli.debug;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.terminal.Version;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What is so of this process: version, Java, machine, and its settings. Of the environment and of Java's properties it
 * tells the names alone, for values may be secret. Thread-safe.
 *
 * @param settings by the names of options, with secrets left out already
 */
public record ProcessFacts(ImmutableSortedMap<String, String> settings) {
    /** Variables of these beginnings have to do with how the process runs. */
    private static final List<String> VARIABLES = List.of("BERTH_", "KAFKA_", "JAVA_", "JDK_", "OS_", "PLACEMENT_");

    /** As one JSON object. */
    public void write(JsonGenerator json) throws IOException {
        RuntimeMXBean java = ManagementFactory.getRuntimeMXBean();
        Runtime runtime = Runtime.getRuntime();
        json.writeStartObject();
        json.writeStringField("version", Version.number());
        json.writeStringField("java", Runtime.version() + ", " + System.getProperty("java.vendor"));
        json.writeStringField(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        json.writeNumberField("pid", ProcessHandle.current().pid());
        json.writeStringField(
                "started_at", Instant.ofEpochMilli(java.getStartTime()).toString());
        json.writeStringField("now", Instant.now().toString());
        json.writeNumberField("processors", runtime.availableProcessors());
        json.writeNumberField("heap_used_bytes", runtime.totalMemory() - runtime.freeMemory());
        json.writeNumberField("heap_max_bytes", runtime.maxMemory());
        json.writeObjectFieldStart("settings");
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            json.writeStringField(setting.getKey(), setting.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("jvm_options");
        for (String option : java.getInputArguments()) {
            json.writeString(shown(option));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("environment");
        for (String name : new TreeSet<>(System.getenv().keySet())) {
            if (VARIABLES.stream().anyMatch(name::startsWith)) {
                json.writeString(name);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** A property may be a password; an option of the JVM itself is none. */
    private static String shown(String option) {
        int equals = option.indexOf('=');
        return option.startsWith("-X") || equals < 0 ? option : option.substring(0, equals + 1) + Secrets.LEFT_OUT;
    }
}
