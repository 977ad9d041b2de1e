package dev.berth.api.differential;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.api.compare.PlacementReply;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What came back, and those of its headers that can be compared, without what must differ (ids of requests, times). */
record ApiReply(PlacementReply reply, String headers) {
    private static final List<String> COMPARED = List.of(
            "content-type",
            "openstack-api-version",
            "vary",
            "cache-control",
            "allow",
            "www-authenticate",
            "retry-after");
    private static final List<String> PRESENT = List.of("last-modified", "x-openstack-request-id");

    static ApiReply of(Service.Response response) {
        return new ApiReply(PlacementReply.of(response.status(), response.body()), headers(response));
    }

    int status() {
        return reply.status();
    }

    JsonNode body() {
        return reply.body();
    }

    String detail() {
        return reply.detail();
    }

    private static String headers(Service.Response response) {
        List<String> texts = new ArrayList<>();
        for (String name : COMPARED) {
            String value = response.headers().get(name);
            if (value != null) {
                texts.add(name + " " + value);
            }
        }
        String location = response.headers().get("location");
        if (location != null) {
            texts.add("location " + URI.create(location).getPath());
        }
        for (String name : PRESENT) {
            if (response.headers().containsKey(name)) {
                texts.add(name);
            }
        }
        return String.join("; ", texts);
    }

    @Override
    public String toString() {
        return status() + " [" + headers + "]\n     " + body();
    }
}
