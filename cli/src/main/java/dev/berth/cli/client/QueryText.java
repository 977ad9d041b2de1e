package dev.berth.cli.client;

import java.util.ArrayList;
import java.util.List;

/** Parameters of a query, in their order. For one thread. */
public final class QueryText {
    private record Parameter(String name, String value) {}

    private final List<Parameter> parameters = new ArrayList<>();

    public QueryText add(String name, Object value) {
        parameters.add(new Parameter(name, value.toString()));
        return this;
    }

    /** The path with the query behind it. */
    public String on(String path) {
        StringBuilder text = new StringBuilder(path);
        for (Parameter parameter : parameters) {
            text.append(text.length() == path.length() ? '?' : '&')
                    .append(parameter.name())
                    .append('=')
                    .append(HostReference.encoded(parameter.value()));
        }
        return text.toString();
    }

    /** The query as people write it, with nothing encoded. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Parameter parameter : parameters) {
            text.append(text.isEmpty() ? "" : "&")
                    .append(parameter.name())
                    .append('=')
                    .append(parameter.value());
        }
        return text.toString();
    }
}
