package dev.berth.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.problem.Problem;
import dev.berth.api.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The parameters of a request in the order in which they were sent; a name may appear several times. They are decoded
 * only when they are asked for, because many requests need none. Immutable to its callers.
 */
public final class QueryString {
    /** One parameter, decoded. */
    public record Parameter(String name, String value) {}

    /** Null if the parameters were chosen from others. */
    private final String text;

    /** Null until they are asked for. */
    private List<Parameter> parameters;

    /** The values by name, in their order; null until one is asked for by its name. */
    private Map<String, List<String>> values;

    private QueryString(String text, List<Parameter> parameters) {
        this.text = text;
        this.parameters = parameters;
    }

    /**
     * A query, still encoded.
     *
     * @param text what comes after the question mark; null if there is none
     */
    public static QueryString of(String text) {
        return new QueryString(text == null ? "" : text, null);
    }

    /** The query as it was sent. */
    public String text() {
        if (text == null) {
            throw new IllegalStateException("expected a query as it was sent but got parameters chosen from one");
        }
        return text;
    }

    /**
     * The parameters, decoded.
     *
     * @throws ProblemException 400 if one does not decode to UTF-8
     */
    public List<Parameter> parameters() {
        List<Parameter> known = parameters;
        if (known == null) {
            known = parse(text);
            parameters = known;
        }
        return known;
    }

    private static List<Parameter> parse(String text) {
        List<Parameter> parameters = new ArrayList<>();
        for (String part : text.split("&")) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = equals < 0 ? "" : part.substring(equals + 1);
                parameters.add(new Parameter(decodeParameter(name), decodeParameter(value)));
            }
        }
        return List.copyOf(parameters);
    }

    /** Whether there may be a parameter of this name; if not, nothing was decoded to know it. */
    boolean mayHave(String name) {
        if (text == null) {
            return last(name).isPresent();
        }
        // A name may have any of its characters encoded.
        return text.contains(name) || hasEncodedName();
    }

    private boolean hasEncodedName() {
        boolean isName = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isName && c == '%') {
                return true;
            }
            isName = c == '&' || isName && c != '=';
        }
        return false;
    }

    /**
     * The values of one name, and the query as it was sent but for them.
     *
     * @param values as they were sent, still encoded
     */
    record Taken(List<String> values, QueryString rest) {}

    /** Takes the parameters of a name out of the query as it was sent; others may be malformed. */
    Taken take(String name) {
        List<String> taken = new ArrayList<>(1);
        List<String> rest = new ArrayList<>();
        for (String part : text().split("&")) {
            int equals = part.indexOf('=');
            String encoded = equals < 0 ? part : part.substring(0, equals);
            if (decode(encoded).equals(Optional.of(name))) {
                taken.add(equals < 0 ? "" : part.substring(equals + 1));
            } else {
                rest.add(part);
            }
        }
        return new Taken(taken, taken.isEmpty() ? this : of(String.join("&", rest)));
    }

    /** The parameters with these names alone. */
    public QueryString only(Collection<String> names) {
        return without(name -> !names.contains(name));
    }

    /** The parameters without those of these names. */
    public QueryString without(Collection<String> names) {
        return without(names::contains);
    }

    /** The parameters but for those whose name meets a condition. */
    public QueryString without(Predicate<String> unwanted) {
        return new QueryString(
                null,
                parameters().stream()
                        .filter(parameter -> !unwanted.test(parameter.name()))
                        .toList());
    }

    /** The last value of the name, which is the one that counts. */
    public Optional<String> last(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** The values of the name in the order in which they were sent. */
    public List<String> all(String name) {
        Map<String, List<String>> known = values;
        if (known == null) {
            known = Map.copyOf(parameters().stream()
                    .collect(Collectors.groupingBy(
                            Parameter::name, Collectors.mapping(Parameter::value, Collectors.toUnmodifiableList()))));
            values = known;
        }
        return known.getOrDefault(name, List.of());
    }

    /** The parameters as a JSON object of strings, so that a JSON schema can judge them; of several values the last. */
    public ObjectNode toJson() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Parameter parameter : parameters()) {
            object.put(parameter.name(), parameter.value());
        }
        return object;
    }

    private static String decodeParameter(String text) {
        return decode(text.replace('+', ' '))
                .orElseThrow(() -> Problem.badRequest(
                                "Invalid query string parameters: expected UTF-8, percent-encoded, but got " + text)
                        .exception());
    }

    /** Undoes percent encoding; a percent sign that starts no octet stays. Empty if the octets are not UTF-8. */
    static Optional<String> decode(String text) {
        if (text.indexOf('%') < 0) {
            return Optional.of(text);
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[encoded.length];
        int length = 0;
        for (int i = 0; i < encoded.length; i++) {
            int high = i + 2 < encoded.length && encoded[i] == '%' ? Character.digit(encoded[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(encoded[i + 2], 16) : -1;
            if (low >= 0) {
                decoded[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                decoded[length++] = encoded[i];
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded, 0, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
