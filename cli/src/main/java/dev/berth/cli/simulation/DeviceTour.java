package dev.berth.cli.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.output.Table;
import dev.berth.events.json.BoundedJson;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.ProviderId;
import dev.berth.events.report.ReportDocument;
import dev.berth.simulator.fleet.DeviceHost;
import dev.berth.terminal.CannotRunException;
import dev.berth.terminal.Unreachable;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Shows PCI devices on a service over HTTP: what is free on each host, and a guest that claims devices by flavor near
 * its NUMA cell. The hosts are reported first. For one thread.
 */
final class DeviceTour {
    private static final ObjectMapper MAPPER = BoundedJson.mapper();
    private static final CommandId UNSENT = new CommandId(new UUID(0, 0));
    private static final String INDENT = "     ";

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final Map<ProviderId, String> names = new TreeMap<>();
    private final List<DeviceHost> hosts;
    private final PrintWriter out;

    DeviceTour(String url, List<DeviceHost> hosts, PrintWriter out) {
        this.url = url;
        this.hosts = hosts;
        this.out = out;
        hosts.forEach(host -> names.put(host.id(), host.name()));
    }

    /** Whether everything went as expected. */
    boolean show() throws InterruptedException {
        for (DeviceHost host : hosts) {
            String report = ReportDocument.of(host.report(UNSENT)).toString();
            ask("POST", "/hosts/" + host.id() + "/report", report);
        }
        ask(
                "POST",
                "/pci/flavors",
                "{\"name\": \"10g\", \"match\": [{\"speed\": \"10g\"}], \"numa_policy\": \"required\"}");
        long freeBefore = showPools("free before");
        JsonNode candidates =
                ask("GET", "/allocation_candidates?resources=VCPU:2,MEMORY_MB:4096&pci=10g:3&limit=100", "");
        JsonNode requests = candidates.path("allocation_requests");
        out.printf("%scandidates for 2 VCPU, 4096 MEMORY_MB and pci=10g:3: %d%n", INDENT, requests.size());
        if (requests.isEmpty()) {
            return false;
        }
        ObjectNode claim = requests.get(0).deepCopy();
        claim.put("project_id", "demo").put("user_id", "demo").put("consumer_type", "INSTANCE");
        claim.putNull("consumer_generation");
        claim.putObject("numa").put("vcpus", 2).put("memory_mb", 4096).put("cpu_policy", "dedicated");
        String consumer = "/allocations/" + UUID.nameUUIDFromBytes(new byte[] {1});
        JsonNode granted = ask("PUT", consumer, claim.toString());
        showGranted(granted);
        long freeAfter = showPools("free after");
        ask("DELETE", consumer, "");
        return granted.at("/pci/0/addresses").size() == 3 && freeBefore - freeAfter == 3;
    }

    private void showGranted(JsonNode granted) {
        List<String> addresses = new ArrayList<>();
        granted.at("/pci/0/addresses").forEach(address -> addresses.add(address.asText()));
        JsonNode cell = granted.at("/numa/cells/0");
        List<String> cpus = new ArrayList<>();
        cell.path("pinning").forEach(cpu -> cpus.add(cpu.asText()));
        out.printf(
                "%sthe first, claimed by a guest with pinned CPUs: %s on %s, cell %d, CPUs %s%n",
                INDENT,
                String.join(" ", addresses),
                name(granted.at("/numa/provider")),
                cell.path("host_cell").asInt(),
                String.join(" ", cpus));
    }

    private long showPools(String title) throws InterruptedException {
        Table table = new Table(title, "vendor:product", "cell", "free");
        long free = 0;
        for (JsonNode pool : ask("GET", "/pci/pools", "").path("pools")) {
            if (names.containsKey(ProviderId.of(pool.path("provider").asText()))) {
                table.row(
                        name(pool.path("provider")),
                        pool.path("vendor_id").asText() + ":"
                                + pool.path("product_id").asText(),
                        pool.path("numa_node").asText(),
                        pool.path("count").asLong());
                free += pool.path("count").asLong();
            }
        }
        table.lines().forEach(line -> out.println(INDENT + line));
        return free;
    }

    private String name(JsonNode provider) {
        return names.getOrDefault(ProviderId.of(provider.asText()), provider.asText());
    }

    private JsonNode ask(String method, String path, String body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("content-type", "application/json")
                .header("x-auth-token", "admin")
                .header("openstack-api-version", "placement 1.39")
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new CannotRunException("expected " + method + " " + path + " to be served but got "
                        + response.statusCode() + ": " + response.body());
            }
            return MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new CannotRunException(Unreachable.words(url, e), e);
        }
    }
}
