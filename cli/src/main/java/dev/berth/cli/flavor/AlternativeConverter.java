package dev.berth.cli.flavor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableSortedMap;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.MalformedException;
import dev.berth.events.model.PciAlternative;
import dev.berth.events.report.AttributeDocument;
import java.util.TreeMap;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a device must have: {@code vendor_id=10de,rack=r7}, or a JSON object. */
final class AlternativeConverter implements ITypeConverter<PciAlternative> {
    private static final ObjectMapper MAPPER =
            BoundedJson.mapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Override
    public PciAlternative convert(String text) {
        try {
            return text.strip().startsWith("{") ? json(text) : pairs(text);
        } catch (MalformedException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static PciAlternative json(String text) {
        try {
            JsonNode json = MAPPER.readTree(text);
            for (JsonNode value : json) {
                if (value.isObject()) {
                    throw new TypeConversionException("expected a text, number, flag or list but got " + value);
                }
            }
            return new PciAlternative(AttributeDocument.read(json));
        } catch (JsonProcessingException e) {
            throw new TypeConversionException("expected a JSON object but " + e.getOriginalMessage());
        }
    }

    private static PciAlternative pairs(String text) {
        TreeMap<String, AttributeValue> attributes = new TreeMap<>();
        for (String pair : text.split(",", -1)) {
            int sign = pair.indexOf('=');
            String name = pair.substring(0, Math.max(sign, 0)).strip();
            if (name.isEmpty()) {
                throw new TypeConversionException(
                        "expected NAME=TEXT such as vendor_id=10de but got '" + pair.strip() + "'");
            }
            if (name.equals("numa_node")) {
                throw new TypeConversionException("numa_node is a number, so say it in JSON: {\"numa_node\": 0}");
            }
            if (attributes.put(name, AttributeValue.of(pair.substring(sign + 1).strip())) != null) {
                throw new TypeConversionException("expected each name once but got " + name + " twice");
            }
        }
        return new PciAlternative(ImmutableSortedMap.copyOfSorted(attributes));
    }
}
