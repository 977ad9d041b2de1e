package dev.berth.api.differential;

import java.util.ArrayList;
import java.util.List;

/** Providers: made, shown, listed by every filter, renamed, moved, deleted. */
final class ProviderCalls implements CallFamily {
    private static final String PROVIDERS = "/resource_providers";
    private static final int TREES = 14;

    private final Dice dice;
    private final Names names;
    private final Filters filters;

    ProviderCalls(Dice dice, Names names, Filters filters) {
        this.dice = dice;
        this.names = names;
        this.filters = filters;
    }

    @Override
    public ApiCall next(int minor) {
        int choice = dice.below(22);
        if (choice < 9) {
            return create(minor);
        }
        String path = PROVIDERS + "/" + names.provider();
        if (choice < 11) {
            return ApiCall.get(minor, path);
        } else if (choice < 12) {
            return ApiCall.delete(minor, path);
        } else if (choice < 15) {
            return update(minor, path);
        }
        return list(minor);
    }

    /** Always with an id, because each service would make up its own. */
    ApiCall create(int minor) {
        return ApiCall.post(
                minor,
                PROVIDERS,
                "{\"name\": \"" + names.name() + "\", \"uuid\": \"" + names.provider() + "\"" + parent(minor) + "}");
    }

    private ApiCall update(int minor, String path) {
        return ApiCall.put(minor, path, "{\"name\": \"" + names.name() + "\"" + parent(minor) + "}");
    }

    private String parent(int minor) {
        boolean isNamed = dice.oneIn(2) && (minor >= TREES || dice.oneIn(8));
        String parent = dice.oneIn(6) ? "null" : "\"" + names.provider() + "\"";
        return isNamed ? ", \"parent_provider_uuid\": " + parent : "";
    }

    private ApiCall list(int minor) {
        List<String> parameters = new ArrayList<>();
        if (dice.oneIn(5)) {
            parameters.add("name=" + names.name());
        }
        if (dice.oneIn(8)) {
            parameters.add("uuid=" + names.provider());
        }
        if (dice.oneIn(3)) {
            parameters.add("member_of=" + filters.memberOf());
        }
        if (minor >= 24 && dice.oneIn(6)) {
            parameters.add("member_of=" + filters.memberOf());
        }
        if (dice.oneIn(3)) {
            parameters.add("resources=" + filters.amounts());
        }
        if (dice.oneIn(4)) {
            parameters.add("in_tree=" + names.provider());
        }
        if (dice.oneIn(3)) {
            parameters.add("required=" + filters.required(minor));
        }
        if (minor >= 39 && dice.oneIn(6)) {
            parameters.add("required=" + filters.required(minor));
        }
        return ApiCall.get(minor, PROVIDERS + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters)));
    }
}
