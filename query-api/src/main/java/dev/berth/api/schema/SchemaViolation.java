package dev.berth.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The one of several violations of a value that is told, chosen and worded as Python's jsonschema does it: the one
 * nearest to the root, of several there one that names a wrong type, of several such the one whose keyword stands first
 * in the schema.
 *
 * @param keyword the keyword of the schema that the value violates
 * @param schema the part of the schema in which the keyword stands
 * @param schemaPath the way to that part
 * @param instance the part of the value that violates it
 * @param instancePath the way to that part
 * @param rank the places of the keyword and its ancestors among their siblings, and of what they judge where the value
 *     orders it
 */
record SchemaViolation(
        String keyword,
        String property,
        JsonNode schema,
        List<Object> schemaPath,
        JsonNode instance,
        List<Object> instancePath,
        List<Integer> rank) {
    private static final String ANY_OF = "anyOf";

    /** Nearer to the root first; a choice of schemas after all else; wrong types first; then by place in the schema. */
    private static final Comparator<SchemaViolation> BY_RELEVANCE = Comparator.<SchemaViolation>comparingInt(
                    m -> m.instancePath.size())
            .thenComparing(SchemaViolation::isInChoice)
            .thenComparing(SchemaViolation::hasRightType)
            .thenComparing(SchemaViolation::rank, SchemaViolation::compareRanks);

    static SchemaViolation best(List<Error> errors, JsonNode document, JsonNode value) {
        MemberOrder places = new MemberOrder();
        List<SchemaViolation> violations = new ArrayList<>(errors.size());
        for (Error error : errors) {
            violations.add(of(error, document, value, places));
        }
        violations.sort(BY_RELEVANCE);
        SchemaViolation best = violations.get(0);
        return best.isInChoice() ? best.ofChoice(violations, document) : best;
    }

    private static SchemaViolation of(Error error, JsonNode document, JsonNode value, MemberOrder places) {
        List<Object> path = elements(error.getEvaluationPath());
        List<Object> toSchema = path.subList(0, path.size() - 1);
        return new SchemaViolation(
                error.getKeyword(),
                error.getProperty(),
                walk(document, toSchema),
                toSchema,
                error.getInstanceNode(),
                elements(error.getInstanceLocation()),
                rank(document, path, value, elements(error.getInstanceLocation()), places));
    }

    /**
     * For a value that fits none of several schemas: the violation of the schema whose type is right, told as if
     * the choice were all of the schema; else that it fits none.
     */
    private SchemaViolation ofChoice(List<SchemaViolation> violations, JsonNode document) {
        int choice = schemaPath.indexOf(ANY_OF);
        List<SchemaViolation> rivals = violations.stream()
                .filter(m -> m.schemaPath.size() > choice
                        && m.schemaPath.subList(0, choice + 1).equals(schemaPath.subList(0, choice + 1)))
                .toList();
        List<SchemaViolation> ofRightType =
                rivals.stream().filter(SchemaViolation::hasRightType).toList();
        if (ofRightType.size() == 1) {
            return ofRightType.get(0).within(choice + 1, instancePath.size());
        }
        List<Object> toChoice = schemaPath.subList(0, choice);
        return new SchemaViolation(ANY_OF, null, walk(document, toChoice), toChoice, instance, instancePath, rank);
    }

    /** This violation, with its ways told from a part of the schema and of the value that are so deep in the whole. */
    private SchemaViolation within(int schemaDepth, int instanceDepth) {
        return new SchemaViolation(
                keyword,
                property,
                schema,
                schemaPath.subList(schemaDepth, schemaPath.size()),
                instance,
                instancePath.subList(instanceDepth, instancePath.size()),
                rank);
    }

    private boolean isInChoice() {
        return schemaPath.contains(ANY_OF);
    }

    private boolean hasRightType() {
        JsonNode type = schema.path("type");
        if (!type.isTextual()) {
            return false;
        }
        return switch (type.textValue()) {
            case "object" -> instance.isObject();
            case "array" -> instance.isArray();
            case "string" -> instance.isTextual();
            case "integer" -> instance.isIntegralNumber();
            case "number" -> instance.isNumber();
            case "boolean" -> instance.isBoolean();
            case "null" -> instance.isNull();
            default -> throw new IllegalStateException("expected a type of JSON schema but got " + type);
        };
    }

    /** The violation as one text: what, by which part of the schema, in which part of the value. */
    String message() {
        return words() + "\n\nFailed validating " + PythonText.quoted(keyword) + " in schema" + index(schemaPath)
                + ":\n    " + PythonText.of(schema) + "\n\nOn instance" + index(instancePath) + ":\n    "
                + PythonText.of(instance);
    }

    private String words() {
        String value = PythonText.of(instance);
        JsonNode limit = schema.path(keyword);
        return switch (keyword) {
            case "type" -> value + " is not of type " + types(limit);
            case "required" -> PythonText.quoted(property) + " is a required property";
            case "additionalProperties" -> extras();
            case "minimum" -> value + " is less than the minimum of " + PythonText.of(limit);
            case "maximum" -> value + " is greater than the maximum of " + PythonText.of(limit);
            case "minLength", "minItems" -> value + " is too short";
            case "maxLength", "maxItems" -> value + " is too long";
            case "minProperties" -> value + " does not have enough properties";
            case "pattern" -> value + " does not match " + PythonText.of(limit);
            case "enum" -> value + " is not one of " + PythonText.of(limit);
            case "uniqueItems" -> value + " has non-unique elements";
            case "format" -> value + " is not a " + PythonText.of(limit);
            case ANY_OF -> value + " is not valid under any of the given schemas";
            default -> throw new IllegalStateException("expected a keyword that our schemas use but got " + keyword);
        };
    }

    private static String types(JsonNode types) {
        if (!types.isArray()) {
            return PythonText.of(types);
        }
        List<String> quoted = new ArrayList<>();
        types.forEach(type -> quoted.add(PythonText.of(type)));
        return String.join(", ", quoted);
    }

    private String extras() {
        TreeSet<String> patterns = new TreeSet<>();
        schema.path("patternProperties").fieldNames().forEachRemaining(patterns::add);
        List<Pattern> compiled = patterns.stream().map(Pattern::compile).toList();
        TreeSet<String> extras = new TreeSet<>();
        instance.fieldNames().forEachRemaining(name -> {
            boolean isKnown = schema.path("properties").has(name)
                    || compiled.stream().anyMatch(p -> p.matcher(name).find());
            if (!isKnown) {
                extras.add(PythonText.quoted(name));
            }
        });
        String names = String.join(", ", extras);
        if (patterns.isEmpty()) {
            return "Additional properties are not allowed (" + names + (extras.size() == 1 ? " was" : " were")
                    + " unexpected)";
        }
        return names + (extras.size() == 1 ? " does" : " do") + " not match any of the regexes: "
                + String.join(", ", patterns.stream().map(PythonText::quoted).toList());
    }

    private static String index(List<Object> path) {
        StringBuilder text = new StringBuilder();
        for (Object element : path) {
            text.append('[')
                    .append(element instanceof Integer ? element.toString() : PythonText.quoted(element.toString()))
                    .append(']');
        }
        return text.toString();
    }

    private static List<Object> elements(NodePath path) {
        List<Object> elements = new ArrayList<>(path.getNameCount());
        for (int i = 0; i < path.getNameCount(); i++) {
            elements.add(path.getElement(i));
        }
        return elements;
    }

    private static JsonNode walk(JsonNode document, List<Object> path) {
        JsonNode node = document;
        for (Object element : path) {
            node = child(node, element);
        }
        return node;
    }

    private static JsonNode child(JsonNode node, Object element) {
        return element instanceof Integer i ? node.path(i) : node.path(element.toString());
    }

    /**
     * Properties are judged in the order of the schema; those that a pattern means, and elements, in the order of the
     * value.
     */
    private static List<Integer> rank(
            JsonNode document, List<Object> path, JsonNode value, List<Object> instancePath, MemberOrder places) {
        List<Integer> rank = new ArrayList<>(path.size());
        JsonNode node = document;
        JsonNode judged = value;
        int depth = 0;
        Object parent = "";
        for (Object element : path) {
            rank.add(places.of(node, element));
            node = child(node, element);
            boolean isByPattern = parent.equals("patternProperties");
            boolean isElement = element.equals("items");
            if ((isByPattern || isElement || parent.equals("properties")) && depth < instancePath.size()) {
                Object name = instancePath.get(depth++);
                if (isByPattern || isElement) {
                    rank.add(places.of(judged, name));
                }
                judged = child(judged, name);
            }
            parent = isByPattern || parent.equals("properties") ? "" : element;
        }
        return rank;
    }

    private static int compareRanks(List<Integer> left, List<Integer> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int byPlace = Integer.compare(left.get(i), right.get(i));
            if (byPlace != 0) {
                return byPlace;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}
