package dev.berth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A host with VCPUs and consumers of it, in any region of a service. */
public record HostWithClaims(URI url, String token) {
    private static final String HOST = "00000000-0000-4000-8000-000000000001";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    public void host(String region) throws Exception {
        send("POST", region, "/resource_providers", "{\"name\": \"cn1\", \"uuid\": \"" + HOST + "\"}");
        send(
                "PUT",
                region,
                "/resource_providers/" + HOST + "/inventories",
                "{\"resource_provider_generation\": 0, \"inventories\": {\"VCPU\": {\"total\": 64},"
                        + " \"DISK_GB\": {\"total\": 64}}}");
    }

    public void claim(String region, String consumer, String generation, int vcpus) throws Exception {
        claim(region, consumer, generation, "p,1", vcpus);
    }

    public void claim(String region, String consumer, String generation, String project, int vcpus) throws Exception {
        send("PUT", region, "/allocations/" + consumer, """
                {"allocations": {"%s": {"resources": {"VCPU": %d}}}, "project_id": %s, "user_id": "u",
                 "consumer_generation": %s, "consumer_type": "INSTANCE"}""".formatted(
                        HOST, vcpus, JSON.writeValueAsString(project), generation));
    }

    public void release(String region, String consumer) throws Exception {
        send("DELETE", region, "/allocations/" + consumer, "");
    }

    public long held(String region, String consumer) throws Exception {
        return JSON.readTree(send("GET", region, "/allocations/" + consumer, ""))
                .at("/allocations/" + HOST + "/resources/VCPU")
                .asLong();
    }

    private String send(String method, String region, String path, String body) throws Exception {
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(URI.create(url + "/regions/" + region + path))
                        .method(method, BodyPublishers.ofString(body))
                        .header("x-auth-token", token)
                        .header("openstack-api-version", "placement 1.39")
                        .header("content-type", "application/json")
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }

    public static String consumer(int number) {
        return "00000000-0000-4000-8000-%012d".formatted(100 + number);
    }
}
