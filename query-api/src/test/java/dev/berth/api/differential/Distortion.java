package dev.berth.api.differential;

import java.util.List;
import java.util.Locale;

/** Makes a sensible call wrong, or at least unusual, in one way: its headers, method, path, parameters or body. */
final class Distortion {
    private static final List<String> VERSIONS = List.of(
            "placement 1.40",
            "placement 2.0",
            "placement latest",
            "placement one",
            "placement 1",
            "placement",
            "compute 2.1",
            "compute 2.1, placement 1.14",
            "placement 1.05");
    private static final List<String> MEDIA_TYPES =
            List.of("text/plain", "application/json; charset=utf-8", "application/x-www-form-urlencoded", "json");
    private static final List<String> ACCEPTED =
            List.of("application/json", "*/*", "text/html", "text/plain", "application/*", "text/html, */*;q=0.1");
    private static final List<String> METHODS = List.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS");
    private static final List<String> VALUES = List.of(
            "",
            "!",
            "in:",
            "in:,",
            "0",
            "-1",
            "x",
            "VCPU",
            "VCPU:",
            "VCPU:x",
            "VCPU:-1",
            "VCPU:1:1",
            ",",
            "%20",
            "a%2Cb",
            "CUSTOM_NOBODY_MADE",
            "!!CUSTOM_RED",
            "in:!CUSTOM_RED",
            "1.5");

    private final Dice dice;
    private final BodyDistortion bodies;

    Distortion(Dice dice) {
        this.dice = dice;
        this.bodies = new BodyDistortion(dice);
    }

    ApiCall of(ApiCall call) {
        boolean hasBody = call.body().isPresent();
        boolean hasQuery = call.path().contains("?");
        int choice = dice.below(hasBody || hasQuery ? 24 : 12);
        if (choice >= 12) {
            return hasBody ? call.withBody(bodies.of(call.body().get())) : call.withPath(query(call.path()));
        }
        return switch (choice) {
            case 0, 1 -> call.withHeader(ApiCall.VERSION, dice.pick(VERSIONS));
            case 2 -> call.withoutHeader(ApiCall.VERSION);
            case 3 -> call.withoutHeader(ApiCall.TOKEN).withHeader("accept", "application/json");
            case 4 -> call.withHeader(ApiCall.CONTENT_TYPE, dice.pick(MEDIA_TYPES));
            case 5 -> call.withoutHeader(ApiCall.CONTENT_TYPE);
            case 6, 7 -> call.withHeader("accept", dice.pick(ACCEPTED));
            case 8, 9 -> call.withMethod(dice.pick(METHODS));
            case 10 -> call.withPath(path(call.path()));
            default -> call.withPath(call.path() + (hasQuery ? "&" : "?") + dice.pick("shine=1", "limit=1", "name="));
        };
    }

    private String path(String path) {
        int end = path.contains("?") ? path.indexOf('?') : path.length();
        String before = path.substring(0, end);
        String changed = switch (dice.below(5)) {
            case 0 -> before + "/";
            case 1 -> before + "/shine";
            case 2 -> before.replaceFirst("^/([a-z_]+)", "/$1x");
            case 3 -> before.substring(0, Math.max(1, before.lastIndexOf('/')));
            default -> before.replaceFirst("[0-9a-f]{4}$", "zzzz");
        };
        return changed + path.substring(end);
    }

    /** One parameter twice, without a value, with another's, or of another name. */
    private String query(String path) {
        int start = path.indexOf('?') + 1;
        List<String> parameters = List.of(path.substring(start).split("&"));
        String one = dice.pick(parameters);
        String name = one.substring(0, one.indexOf('='));
        String changed = switch (dice.below(6)) {
            case 0 -> one + "&" + dice.pick(parameters);
            case 1 -> name + "x=" + one.substring(name.length() + 1);
            case 2 -> one + "," + dice.pick(VALUES);
            case 3 -> one + "&" + name + "=" + dice.pick(VALUES);
            case 4 -> name.toUpperCase(Locale.ROOT) + one.substring(name.length());
            default -> name + "=" + dice.pick(VALUES);
        };
        return path.substring(0, start)
                + String.join(
                        "&",
                        parameters.stream()
                                .map(p -> p.equals(one) ? changed : p)
                                .toList());
    }
}
