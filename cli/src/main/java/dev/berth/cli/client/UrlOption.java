package dev.berth.cli.client;

import dev.berth.terminal.UsualPlaces;
import dev.berth.terminal.config.CommonToAll;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where the service is, for every command that asks one. A mixin, for one command. */
@CommonToAll
public final class UrlOption {
    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = UsualPlaces.SERVICE,
            converter = Converter.class,
            description = "Base URL of the service" + UsualPlaces.SERVICE_TEXT)
    private URI url;

    /** URLs of http and https with a host. */
    public static final class Converter implements ITypeConverter<URI> {
        @Override
        public URI convert(String text) {
            try {
                URI url = new URI(text);
                if (url.getRawUserInfo() != null) {
                    // Not told again: the password is in it.
                    throw new TypeConversionException("expected a URL without user and password, which a service does"
                            + " not take; a token is said with --token or as BERTH_TOKEN in the environment");
                }
                String scheme = String.valueOf(url.getScheme());
                if (url.getHost() != null && (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
                    return url;
                }
            } catch (URISyntaxException e) {
                // Said below, as what has no host is.
            }
            throw new TypeConversionException("expected a URL such as http://127.0.0.1:8778 but got '" + text + "'");
        }
    }

    public URI url() {
        return url;
    }
}
