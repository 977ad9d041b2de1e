package dev.berth.api.differential;

import dev.berth.api.http.Route;
import dev.berth.api.http.Router;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.schema.SchemaFamily;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What comes back for each caller from each route in each version at which something changed, as lines of text: the
 * policy, the call, its headers with the version, and a status for each caller. No call changes anything.
 */
final class PolicyTable {
    static final String PROVIDER = "11111111-2222-4333-8444-555555555555";

    private static final String GONE = "99999999-2222-4333-8444-555555555555";
    private static final String HERE = "/resource_providers/" + PROVIDER;
    private static final String NOT_HERE = "/resource_providers/" + GONE;

    /** What callers send of themselves; the first few are asked about in every version. */
    private static final Map<String, Map<String, String>> CALLERS = callers();

    private static final int IN_EVERY_VERSION = 4;

    /** One call of each route, and some that lead nowhere. */
    static final List<ApiCall> CALLS = List.of(
            ApiCall.get(0, "/"),
            ApiCall.get(0, "/resource_classes"),
            ApiCall.post(0, "/resource_classes", "{\"name\": \"CUSTOM_HERE\"}"),
            ApiCall.get(0, "/resource_classes/CUSTOM_HERE"),
            ApiCall.put(0, "/resource_classes/CUSTOM_HERE", "{\"name\": \"CUSTOM_HERE\"}"),
            ApiCall.delete(0, "/resource_classes/CUSTOM_GONE"),
            ApiCall.get(0, "/resource_providers"),
            ApiCall.post(0, "/resource_providers", "{\"name\": \"here\"}"),
            ApiCall.get(0, HERE),
            ApiCall.put(0, HERE, "{\"name\": \"here\"}"),
            ApiCall.delete(0, NOT_HERE),
            ApiCall.get(0, HERE + "/inventories"),
            ApiCall.post(0, HERE + "/inventories", "{}"),
            ApiCall.put(0, HERE + "/inventories", "{}"),
            ApiCall.delete(0, NOT_HERE + "/inventories"),
            ApiCall.get(0, HERE + "/inventories/VCPU"),
            ApiCall.put(0, HERE + "/inventories/VCPU", "{}"),
            ApiCall.delete(0, NOT_HERE + "/inventories/VCPU"),
            ApiCall.get(0, HERE + "/usages"),
            ApiCall.get(0, HERE + "/aggregates"),
            ApiCall.put(0, HERE + "/aggregates", "{}"),
            ApiCall.get(0, HERE + "/allocations"),
            ApiCall.post(0, "/allocations", "{}"),
            ApiCall.get(0, "/allocations/" + GONE),
            ApiCall.put(0, "/allocations/" + GONE, "{}"),
            ApiCall.delete(0, "/allocations/" + GONE),
            ApiCall.get(0, "/allocation_candidates?resources=VCPU:1"),
            ApiCall.get(0, "/traits"),
            ApiCall.get(0, "/traits/CUSTOM_HERE"),
            ApiCall.put(0, "/traits/CUSTOM_HERE"),
            ApiCall.delete(0, "/traits/CUSTOM_GONE"),
            ApiCall.get(0, HERE + "/traits"),
            ApiCall.put(0, HERE + "/traits", "{}"),
            ApiCall.delete(0, NOT_HERE + "/traits"),
            ApiCall.get(0, "/usages?project_id=theirs"),
            ApiCall.get(0, "/usages?project_id=others"),
            ApiCall.get(0, "/usages"),
            ApiCall.post(0, "/reshaper", "{}"),
            ApiCall.get(0, "/nowhere"),
            ApiCall.delete(0, "/resource_providers"),
            ApiCall.get(0, "/resource_providers").withHeader("accept", "image/png"),
            ApiCall.post(0, "/resource_providers", "{}").withHeader(ApiCall.CONTENT_TYPE, "text/plain"),
            ApiCall.put(0, HERE + "/aggregates", "{}").withHeader(ApiCall.CONTENT_TYPE, "text/plain"),
            ApiCall.get(40, "/resource_providers"),
            ApiCall.get(0, "/resource_providers").withHeader(ApiCall.VERSION, "placement one"));

    private final Router router;
    private final List<String> lines = new ArrayList<>(List.of("call, version: " + String.join(" ", CALLERS.keySet())));

    /** What is said with 403, without the name of the action, by the letter that stands for it in the lines. */
    private final Map<String, Character> words = new LinkedHashMap<>();

    PolicyTable(Router router) {
        this.router = router;
    }

    /** All lines. */
    List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        words.forEach((text, letter) -> all.add("403" + letter + " " + text));
        return all;
    }

    private static Map<String, Map<String, String>> callers() {
        Map<String, Map<String, String>> callers = new LinkedHashMap<>();
        callers.put("nobody", Map.of());
        callers.put("admin", caller("somebody:theirs", "admin"));
        callers.put("admin-of-system", scoped(caller("somebody", "admin,member,reader")));
        callers.put("reader-of-system", scoped(caller("somebody", "reader")));
        callers.put("member", caller("somebody:theirs", "member"));
        callers.put("admin-by-name", Map.of(ApiCall.TOKEN, "admin"));
        callers.put("AdMiN", caller("somebody:theirs", "AdMiN"));
        callers.put("reader", caller("somebody:theirs", "reader"));
        callers.put("READER-of-system", scoped(caller("somebody", "READER")));
        callers.put("member-and-reader", caller("somebody:theirs", "member, Reader"));
        callers.put("service", caller("nova:others", "service"));
        callers.put("service-of-system", scoped(caller("nova", "service")));
        callers.put("ops", caller("ops", "Ops"));
        callers.put("no-roles", Map.of(ApiCall.TOKEN, "somebody:theirs"));
        callers.put("empty-roles", caller("somebody:theirs", ""));
        callers.put("unknown-role", caller("role:theirs", "heat_stack_owner"));
        Map<String, String> other = new LinkedHashMap<>(caller("somebody", "admin,reader"));
        other.put("openstack-system-scope", "some");
        callers.put("admin-of-some-scope", other);
        Map<String, String> both = new LinkedHashMap<>(scoped(caller("somebody", "reader")));
        both.put("x-project-id", "theirs");
        callers.put("reader-of-both", both);
        return callers;
    }

    private static Map<String, String> caller(String token, String roles) {
        return Map.of(ApiCall.TOKEN, token, "x-roles", roles);
    }

    private static Map<String, String> scoped(Map<String, String> caller) {
        Map<String, String> scoped = new LinkedHashMap<>(caller);
        scoped.put("openstack-system-scope", "all");
        return scoped;
    }

    /** What has to be there before, made by an administrator under the default policy. */
    static List<ApiCall> setup() {
        return List.of(
                ApiCall.post(39, "/resource_providers", "{\"name\": \"here\", \"uuid\": \"" + PROVIDER + "\"}"),
                ApiCall.put(39, "/resource_classes/CUSTOM_HERE"),
                ApiCall.put(39, "/traits/CUSTOM_HERE"));
    }

    /** Asks under one policy. */
    void ask(PolicyCase policy, Function<ApiCall, ApiReply> service) {
        for (ApiCall call : CALLS) {
            int callers = CALLERS.size();
            for (String version : versions(call, policy)) {
                lines.add(policy.name() + " " + line(call.withHeader(ApiCall.VERSION, version), callers, service));
                callers = IN_EVERY_VERSION;
            }
        }
    }

    private String line(ApiCall call, int callers, Function<ApiCall, ApiReply> service) {
        StringBuilder line = new StringBuilder(call.method()).append(' ').append(call.path());
        call.headers().forEach((name, value) -> {
            if (!name.equals(ApiCall.TOKEN)) {
                line.append(' ').append(value.replace("placement ", "").replace("application/json", "json"));
            }
        });
        line.append(':');
        for (Map<String, String> caller : List.copyOf(CALLERS.values()).subList(0, callers)) {
            ApiCall theirs = call.withoutHeader(ApiCall.TOKEN);
            for (Map.Entry<String, String> header : caller.entrySet()) {
                theirs = theirs.withHeader(header.getKey(), header.getValue());
            }
            ApiReply reply = service.apply(theirs);
            line.append(' ').append(reply.status());
            if (reply.status() == 403) {
                line.append(letter(call, reply));
            }
        }
        return line.toString();
    }

    private char letter(ApiCall call, ApiReply reply) {
        String action = route(call, router).map(Route::policy).orElseThrow();
        String text = reply.body()
                .toString()
                .replace(action + " to be", "{action} to be")
                .replace(action + "\"", "{action}\"");
        return words.computeIfAbsent(text, unseen -> (char) ('a' + words.size()));
    }

    /** The newest version first, which all callers are asked about, then both sides of every change. */
    private List<String> versions(ApiCall call, PolicyCase policy) {
        String own = call.headers().get(ApiCall.VERSION);
        if (!own.equals("placement 1.0")) {
            return List.of(own);
        }
        String newest = "placement 1." + Microversion.MAX.minor();
        if (!policy.isInEveryVersion()) {
            return List.of(newest);
        }
        TreeSet<Microversion> versions = new TreeSet<>();
        route(call, router).ifPresent(route -> {
            route.since().map(Feature::since).ifPresent(since -> addBothSides(versions, since));
            route.bodyless().map(Feature::since).ifPresent(since -> addBothSides(versions, since));
            addAll(versions, route.body());
            addAll(versions, route.query());
        });
        versions.add(new Microversion(0));
        // From 1.23 on errors have a code.
        addBothSides(versions, new Microversion(23));
        versions.remove(Microversion.MAX);
        List<String> texts = new ArrayList<>(List.of(newest));
        versions.forEach(version -> texts.add("placement 1." + version.minor()));
        return texts;
    }

    static Optional<Route> route(ApiCall call, Router router) {
        return router.match(call.path().split("\\?")[0])
                .flatMap(match -> match.route(HttpMethod.valueOf(call.method())));
    }

    private static void addAll(TreeSet<Microversion> versions, Optional<SchemaFamily> schemas) {
        schemas.ifPresent(family -> family.files().keySet().forEach(since -> addBothSides(versions, since)));
    }

    private static void addBothSides(TreeSet<Microversion> versions, Microversion since) {
        versions.add(since);
        if (since.minor() > 0) {
            versions.add(new Microversion(since.minor() - 1));
        }
    }
}
