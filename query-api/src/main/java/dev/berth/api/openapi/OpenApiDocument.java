package dev.berth.api.openapi;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.CharMatcher;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Barrier;
import dev.berth.api.http.DryRun;
import dev.berth.api.http.IdempotencyKey;
import dev.berth.api.http.RegionPast;
import dev.berth.api.http.Route;
import dev.berth.api.http.Staleness;
import dev.berth.api.microversion.Feature;
import dev.berth.api.microversion.Microversion;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.schema.SchemaFamily;
import dev.berth.api.schema.SchemaFile;
import dev.berth.api.schema.Schemas;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.log.LogPlace;
import dev.berth.events.model.Region;
import dev.berth.ledger.state.RecentCommands;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI 3.1 document of a list of routes. Made once; written to as many readers as ask. */
public final class OpenApiDocument {
    private static final ObjectMapper MAPPER = BoundedJson.mapper();
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
    private static final String JSON = "application/json";
    private static final String PLACEMENT = "placement:";
    private static final String COMPONENTS = "#/components/schemas/";

    private final ObjectNode document = MAPPER.createObjectNode();
    private final ObjectNode schemas = MAPPER.createObjectNode();

    public OpenApiDocument(List<Route> routes) {
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Berth: the OpenStack Placement API")
                .put("version", Microversion.MAX.toString())
                .put(
                        "description",
                        "A request names the version it means in the header OpenStack-API-Version, as in 'placement "
                                + Microversion.MAX + "'; without it 1.0 is meant. Every path may be put behind"
                                + " /regions/{region} to mean another region than the default one.")
                .putObject("license")
                .put("name", "Apache License 2.0")
                .put("identifier", "Apache-2.0");
        ArrayNode servers = document.putArray("servers");
        servers.addObject().put("url", "/").put("description", "The default region.");
        ObjectNode ofRegion = servers.addObject().put("url", "/regions/{region}");
        ofRegion.put("description", "Another region.");
        ofRegion.putObject("variables").putObject("region").put("default", Region.DEFAULT.name());
        ObjectNode paths = document.putObject("paths");
        for (Route route : routes) {
            ObjectNode path = paths.has(route.template())
                    ? (ObjectNode) paths.get(route.template())
                    : paths.putObject(route.template());
            path.set(route.method().name().toLowerCase(Locale.ROOT), operation(route));
        }
        ObjectNode components = document.putObject("components");
        components.set("schemas", schemas);
        ObjectNode version = components.putObject("parameters").putObject("version");
        version.put("name", "OpenStack-API-Version").put("in", "header");
        version.put("description", "The version that the request means; without it 1.0 is meant.");
        version.putObject("schema").put("type", "string").put("pattern", "^placement (latest|1\\.[0-9]+)$");
        describeKey(components.withObject("/parameters").putObject("idempotency_key"));
        describeStaleness(components.withObject("/parameters").putObject("max_staleness"));
        describeDryRun(components.withObject("/parameters").putObject("dry_run"));
        describePast(components.withObject("/parameters").putObject("as_of"));
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", "x-auth-token");
    }

    private static void describeKey(ObjectNode key) {
        key.put("name", IdempotencyKey.HEADER).put("in", "header");
        key.put(
                "description",
                "Names this request among those of its caller in its region, so that it may be sent again: the "
                        + "same key and"
                        + " request get the same status, code, generation and Location, and it is done once. As many"
                        + " commands of the region are remembered as " + RecentCommands.WINDOW + ".");
        key.putObject("schema").put("type", "string").put("pattern", "^[!-~]{1," + IdempotencyKey.LENGTH_MAX + "}$");
    }

    private static void describeDryRun(ObjectNode dryRun) {
        dryRun.put("name", DryRun.PARAMETER).put("in", "query");
        dryRun.put(
                "description",
                "Whether the request is only tried: it gets the answer that it would get, with the header "
                        + DryRun.HEADER + " and without a position, and nothing comes of it. Not with an "
                        + IdempotencyKey.HEADER + ".");
        dryRun.putObject("schema").put("type", "boolean");
    }

    private static void describeStaleness(ObjectNode staleness) {
        staleness.put("name", Staleness.HEADER).put("in", "header");
        staleness.put(
                "description",
                "How old what the answer is made from may be, 3600s at most: it may come from an instance that "
                        + "keeps a copy of"
                        + " the region, then. The answer says in " + Barrier.HEADER + " which position it shows, in "
                        + Staleness.ANSWER + " how old that is at most, and in " + Staleness.ANSWERED_BY
                        + " which instance made it. Without the header the region's owner answers.");
        staleness.putObject("schema").put("type", "string").put("pattern", Staleness.PATTERN);
    }

    private static void describePast(ObjectNode asOf) {
        asOf.put("name", RegionPast.PARAMETER).put("in", "query");
        asOf.put(
                "description",
                "Answers as of a moment of the past: once the record at this offset was taken, at this"
                        + " partition@offset, or the last that was not appended after this time (RFC 3339), or"
                        + " all until now. It takes what the policy " + RegionPast.POLICY
                        + " asks for besides. The answer says in "
                        + Barrier.HEADER + " and " + RegionPast.TIME
                        + " which command it has in it last, and when that was appended; in "
                        + RegionPast.WENT_BACK + " where the times of the log go back about the time. Codes: "
                        + ErrorCode.AS_OF_MALFORMED + ", " + ErrorCode.AS_OF_OTHER_PARTITION + ", "
                        + ErrorCode.AS_OF_IN_FUTURE + ", " + ErrorCode.AS_OF_BEFORE_LOG + " (400), "
                        + ErrorCode.AS_OF_CUT + " (410).");
        asOf.putObject("schema").put("type", "string").put("pattern", LogPlace.PATTERN);
    }

    public void write(JsonGenerator json) throws IOException {
        MAPPER.writeTree(json, document);
    }

    private ObjectNode operation(Route route) {
        ObjectNode operation = MAPPER.createObjectNode();
        operation.put("operationId", operationId(route));
        operation.put("summary", route.summary());
        operation.put(
                "description", "Since " + route.since().map(Feature::since).orElse(Microversion.MIN) + ".");
        if (!route.policy().isEmpty()) {
            operation.put("x-policy", route.policy());
            operation.putArray("security").addObject().putArray("token");
        } else {
            operation.putArray("security");
        }
        ArrayNode parameters = operation.putArray("parameters");
        if (route.policy().startsWith(PLACEMENT)) {
            parameters.addObject().put("$ref", "#/components/parameters/version");
        }
        if (route.mayBeStale()) {
            parameters.addObject().put("$ref", "#/components/parameters/max_staleness");
        }
        if (route.hasPast()) {
            parameters.addObject().put("$ref", "#/components/parameters/as_of");
        }
        if (!route.isReadOnly()) {
            parameters.addObject().put("$ref", "#/components/parameters/idempotency_key");
        }
        if (route.takesDryRun()) {
            parameters.addObject().put("$ref", "#/components/parameters/dry_run");
        }
        Matcher matcher = PARAMETER.matcher(route.template());
        while (matcher.find()) {
            ObjectNode parameter = parameters.addObject();
            parameter.put("name", matcher.group(1)).put("in", "path").put("required", true);
            parameter.putObject("schema").put("type", "string");
        }
        route.query()
                .ifPresent(query -> addQuery(
                        parameters,
                        withExtension(query.files().lastEntry().getValue().document(), route)));
        route.body().ifPresent(body -> addBody(operation, body, route));
        addResponses(operation.putObject("responses"), route);
        route.variant().ifPresent(variant -> addVariant(operation, parameters, variant));
        return operation;
    }

    /** A path has one operation a method, so what is for requests with a parameter is described with the rest. */
    private void addVariant(ObjectNode operation, ArrayNode parameters, Route.Variant variant) {
        Route other = variant.route();
        operation.put(
                "description",
                operation.path("description").asText() + " With " + variant.parameter() + ": " + other.summary()
                        + ", for whoever has " + other.policy() + "; parameters that are required without it are not"
                        + " taken then.");
        ArrayNode more = MAPPER.createArrayNode();
        other.query()
                .ifPresent(query ->
                        addQuery(more, query.files().lastEntry().getValue().document()));
        for (JsonNode parameter : parameters) {
            ((ObjectNode) parameter).remove("required");
        }
        for (JsonNode parameter : more) {
            ((ObjectNode) parameter).remove("required");
            parameters.add(parameter);
        }
        ObjectNode responses = (ObjectNode) operation.get("responses");
        for (Route.Reply reply : other.replies()) {
            ObjectNode response = responses.withObject("/" + reply.status());
            if (reply.schema().isEmpty()) {
                response.put("description", "Nothing has changed since.");
            } else {
                ObjectNode content = response.withObject("/content/" + JSON.replace("/", "~1"));
                JsonNode usual = content.get("schema");
                ArrayNode any = MAPPER.createArrayNode();
                any.add(usual);
                any.addObject().put("$ref", reference(reply.schema().get()));
                content.putObject("schema").set("anyOf", any);
            }
        }
    }

    /** Such as {@code get-resource_providers-uuid}: no two routes have the same, and none changes with its summary. */
    private static String operationId(Route route) {
        String path = route.template().replaceAll("[^A-Za-z0-9_.]+", "-");
        String name = route.method().name().toLowerCase(Locale.ROOT) + path;
        return CharMatcher.is('-').trimTrailingFrom(route.template().equals("/") ? name + "versions" : name);
    }

    /** The parameters of the newest version; those with a suffix stand as one object whose properties they are. */
    private static void addQuery(ArrayNode parameters, JsonNode schema) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            ObjectNode parameter = parameters.addObject();
            parameter.put("name", property.getKey()).put("in", "query");
            for (JsonNode required : schema.path("required")) {
                if (required.textValue().equals(property.getKey())) {
                    parameter.put("required", true);
                }
            }
            Optional.ofNullable(property.getValue().get("description"))
                    .ifPresent(text -> parameter.set("description", text));
            parameter.set("schema", property.getValue());
        }
        if (schema.has("patternProperties")) {
            ObjectNode parameter = parameters.addObject();
            parameter
                    .put("name", "groups")
                    .put("in", "query")
                    .put("style", "form")
                    .put("explode", true);
            ObjectNode groups = parameter.putObject("schema").put("type", "object");
            groups.set("patternProperties", schema.get("patternProperties"));
        }
    }

    private void addBody(ObjectNode operation, SchemaFamily body, Route route) {
        ObjectNode request = operation.putObject("requestBody");
        request.put("required", route.bodyless().isEmpty());
        ObjectNode content = request.putObject("content").putObject(JSON).putObject("schema");
        if (body.files().size() == 1 && route.extension().isEmpty()) {
            content.put("$ref", reference(body.files().firstEntry().getValue()));
            return;
        }
        ArrayNode versions = content.putArray("anyOf");
        body.files()
                .descendingMap()
                .forEach((since, file) ->
                        versions.addObject().put("$ref", reference(file)).put("description", "From " + since + "."));
        if (route.extension().isPresent()) {
            SchemaFile newest = body.files().lastEntry().getValue();
            String name = newest.name() + "-extended";
            schemas.set(name, withExtension(newest.document(), route));
            versions.addObject()
                    .put("$ref", COMPONENTS + name)
                    .put("description", "The newest, with what Berth adds in every version.");
        }
    }

    /** A schema of Placement's with the properties that the route knows as well. */
    private static ObjectNode withExtension(JsonNode schema, Route route) {
        ObjectNode extended = (ObjectNode) schema;
        extended.remove("$schema");
        if (route.extension().isPresent()) {
            JsonNode added =
                    route.extension().get().files().lastEntry().getValue().document();
            for (String kind : List.of("properties", "patternProperties")) {
                if (added.has(kind)) {
                    extended.withObject(kind).setAll((ObjectNode) added.get(kind));
                }
            }
        }
        return extended;
    }

    private void addResponses(ObjectNode responses, Route route) {
        for (Route.Reply reply : route.replies()) {
            ObjectNode response = responses.putObject(Integer.toString(reply.status()));
            response.put("description", reply.schema().map(SchemaFile::name).orElse("Done; there is nothing to say."));
            reply.schema().ifPresent(file -> {
                ObjectNode content = response.putObject("content");
                content.putObject(reply.type()).putObject("schema").put("$ref", reference(file));
                if (route.mayBeText()) {
                    content.putObject(Answer.TEXT).putObject("schema").put("type", "string");
                }
            });
        }
        if (route.replies().isEmpty()) {
            responses.putObject("200").put("description", route.summary());
        }
        if (!route.policy().isEmpty()) {
            addError(responses, "401", "The request does not say who sends it.", Schemas.REPLY_UNAUTHORIZED);
        }
        if (!route.isReadOnly()) {
            addError(
                    responses,
                    "422",
                    "The " + IdempotencyKey.HEADER + " was used for another request: code "
                            + ErrorCode.IDEMPOTENCY_KEY_REUSED + ".",
                    Schemas.REPLY_ERRORS);
            addError(
                    responses,
                    "503",
                    "It cannot be served now. The code says what may still come of it: " + ErrorCode.NOT_APPENDED
                            + " nothing, " + ErrorCode.PERHAPS_APPENDED + " or " + ErrorCode.APPENDED
                            + " that it is decided later, " + ErrorCode.DECIDED + " that it was decided.",
                    Schemas.REPLY_ERRORS);
        } else if (!route.policy().isEmpty()) {
            addError(
                    responses,
                    "503",
                    "No instance can vouch for the region's view now, which may be out of date: code "
                            + ErrorCode.NOT_SERVED + ".",
                    Schemas.REPLY_ERRORS);
        }
        addError(responses, "default", "Why the request was not served.", Schemas.REPLY_ERRORS);
    }

    private void addError(ObjectNode responses, String status, String description, SchemaFile body) {
        ObjectNode error = responses.putObject(status);
        error.put("description", description);
        error.putObject("content").putObject(JSON).putObject("schema").put("$ref", reference(body));
    }

    private String reference(SchemaFile file) {
        ObjectNode schema = (ObjectNode) file.document();
        schema.remove("$schema");
        schemas.set(file.name(), schema);
        return COMPONENTS + file.name();
    }
}
