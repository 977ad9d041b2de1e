package dev.berth.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Berth's version, as the build has written it down. */
public final class Version implements IVersionProvider {
    public static final String FILE = "version.properties";

    @Override
    public String[] getVersion() {
        return new String[] {"berth " + number(), "Java " + Runtime.version()};
    }

    public static String number() {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(FILE)) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalStateException("expected " + FILE + " among berth's own resources but got " + e, e);
        }
        return properties.getProperty("version");
    }
}
