package dev.berth.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

/** Amounts by class in one line, such as {@code VCPU:2,MEMORY_MB:512}, as requests have them. Stateless. */
public final class AmountsText {
    private AmountsText() {}

    public static String of(JsonNode resources) {
        StringBuilder text = new StringBuilder();
        resources
                .properties()
                .forEach(amount -> text.append(text.isEmpty() ? "" : ",")
                        .append(amount.getKey())
                        .append(':')
                        .append(amount.getValue().asText()));
        return text.toString();
    }
}
