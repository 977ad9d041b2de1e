package dev.berth.events.log;

import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.codec.CommandCodec;
import dev.berth.events.codec.DecisionCodec;
import dev.berth.events.codec.HostRowCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Berth's topics: commands, one decision for each of them, the signed reports of agents, and what these are told.
 * Their settings are read from berth-topics.properties.
 */
public final class Topics {
    public static final TopicSettings LOG = read(CommandCodec.TOPIC);
    public static final TopicSettings DECISIONS = read(DecisionCodec.TOPIC);

    /** Signed reports, in the partition where their region is at home in the log; the key is the host's. */
    public static final TopicSettings REPORTS = read("berth.reports");

    /** What the agent of each host is told, one row a host and kind; the partition is chosen by region and host. */
    public static final TopicSettings HOSTS = read(HostRowCodec.TOPIC);

    private static final String RESOURCE = "berth-topics.properties";

    private Topics() {}

    private static TopicSettings read(String topic) {
        Properties properties = new Properties();
        try (InputStream in = Topics.class.getResourceAsStream(RESOURCE)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String prefix = topic + ".";
        ImmutableSortedMap.Builder<String, String> settings = ImmutableSortedMap.naturalOrder();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(prefix)) {
                settings.put(key.substring(prefix.length()), properties.getProperty(key));
            }
        }
        return new TopicSettings(topic, settings.build());
    }
}
