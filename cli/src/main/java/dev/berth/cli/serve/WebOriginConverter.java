package dev.berth.cli.serve;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Origins of pages, as browsers send them: one that no browser ever sends would allow nothing, and say nothing. */
final class WebOriginConverter implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        if (!text.equals("*") && !isOrigin(text)) {
            throw new TypeConversionException("expected an origin such as https://horizon.example.org or"
                    + " http://127.0.0.1:8080, in small letters and without a path, or * for all, but got '" + text
                    + "'");
        }
        return text;
    }

    private static boolean isOrigin(String text) {
        try {
            URI uri = new URI(text);
            boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean isUsualPort = "http".equals(uri.getScheme()) ? uri.getPort() == 80 : uri.getPort() == 443;
            return isWeb
                    && uri.getHost() != null
                    && !isUsualPort
                    && uri.getPort() <= 65_535
                    && text.equals(text.toLowerCase(Locale.ROOT))
                    && text.equals(
                            uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
