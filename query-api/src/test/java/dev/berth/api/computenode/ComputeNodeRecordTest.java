package dev.berth.api.computenode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.berth.api.http.ApiConfig;
import dev.berth.api.server.BrokerlessServer;
import dev.berth.events.command.ReportHost;
import dev.berth.events.command.ReportedProvider;
import dev.berth.events.model.AttributeValue;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.DeviceType;
import dev.berth.events.model.InventoryRecord;
import dev.berth.events.model.NumaCell;
import dev.berth.events.model.PciAddress;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Random hosts and guests: what the record says is what {@link TrackerBook} comes to, which knows nothing of Berth.
 * -Dhosts= makes it longer, -Dseed= does a run again.
 */
class ComputeNodeRecordTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int HOSTS = Integer.getInteger("hosts", 12);
    private static final int STEPS = 25;

    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private BrokerlessServer server;

    @BeforeEach
    void start() {
        server = new BrokerlessServer(ApiConfig.on("127.0.0.1", 0));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void saysWhatATrackerWouldHaveCounted() throws Exception {
        int granted = 0;
        for (int host = 0; host < HOSTS; host++) {
            granted += live(new ProviderId(new UUID(0x1000, host)), "cn" + host);
        }
        assertThat(granted).as("claims granted with seed " + seed).isGreaterThan(HOSTS * STEPS / 10);
    }

    /** A host with guests that come and go; the record is right after every step. */
    private int live(ProviderId host, String name) throws Exception {
        TrackerBook book = report(host, name);
        int granted = 0;
        for (int step = 0; step < STEPS; step++) {
            String guest = new UUID(host.value().getLeastSignificantBits() + 1, step).toString();
            if (step > 3 && random.nextInt(4) == 0) {
                String gone = new UUID(host.value().getLeastSignificantBits() + 1, random.nextInt(step)).toString();
                if (send("DELETE", "/allocations/" + gone, "").statusCode() == 204) {
                    book.stop(gone);
                }
            } else {
                granted += spawn(book, host, guest) ? 1 : 0;
            }
            assertIsAsBooked(book, host);
        }
        return granted;
    }

    private boolean spawn(TrackerBook book, ProviderId host, String guest) throws Exception {
        Map<String, Integer> amounts = new TreeMap<>();
        amounts.put("VCPU", 1 + random.nextInt(8));
        amounts.put("MEMORY_MB", 1 + random.nextInt(20_000));
        if (random.nextBoolean()) {
            amounts.put("DISK_GB", 1 + random.nextInt(60));
        }
        String product = List.of("10ed", "1db6").get(random.nextInt(2));
        String devices = random.nextInt(3) == 0
                ? ", \"pci\": [{\"id\": \"d\", \"count\": %d, \"spec\": [{\"product_id\": \"%s\"}]}]"
                        .formatted(1 + random.nextInt(2), product)
                : "";
        String type = random.nextInt(6) == 0 ? "MIGRATION" : "INSTANCE";
        HttpResponse<String> answer = send(
                "PUT",
                "/allocations/" + guest,
                ("{\"allocations\": {\"%s\": {\"resources\": %s}}%s, \"project_id\": \"p\", \"user_id\": \"u\","
                                + " \"consumer_generation\": null, \"consumer_type\": \"%s\"}")
                        .formatted(host, MAPPER.writeValueAsString(amounts), devices, type));
        if (answer.statusCode() != 204 && answer.statusCode() != 200) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
            return false;
        }
        List<String> addresses = new ArrayList<>();
        if (answer.statusCode() == 200) {
            MAPPER.readTree(answer.body())
                    .path("pci")
                    .forEach(request -> request.path("addresses").forEach(address -> addresses.add(address.asText())));
        }
        book.start(guest, type.equals("INSTANCE"), amounts, addresses);
        return true;
    }

    private void assertIsAsBooked(TrackerBook book, ProviderId host) throws Exception {
        JsonNode computeNode = get(host);
        book.numbers()
                .forEach((key, number) -> assertThat(computeNode.path(key).longValue())
                        .as(key + " with seed " + seed)
                        .isEqualTo(number));
        Map<String, Integer> pools = new TreeMap<>();
        computeNode
                .path("pci_device_pools")
                .path("nova_object.data")
                .path("objects")
                .forEach(object -> {
                    JsonNode pool = object.path("nova_object.data");
                    pools.merge(
                            TrackerBook.poolKey(
                                    pool.path("product_id").asText(),
                                    pool.path("vendor_id").asText(),
                                    pool.path("numa_node").asText()),
                            pool.path("count").intValue(),
                            Integer::sum);
                });
        assertThat(pools).as("pools with seed " + seed).isEqualTo(book.pools());
        assertThat(MAPPER.readTree(computeNode.path("pci_stats").asText()))
                .isEqualTo(computeNode.path("pci_device_pools"));
    }

    private TrackerBook report(ProviderId host, String name) {
        int reservedCpus = random.nextInt(2);
        int reservedMb = random.nextInt(3) * 512;
        int reservedGb = random.nextInt(5);
        int vcpus = 2 + random.nextInt(30);
        int memoryMb = 4096 * (1 + random.nextInt(16));
        int localGb = 50 + random.nextInt(500);
        List<PciDevice> devices = new ArrayList<>();
        for (int slot = 0; slot < random.nextInt(7); slot++) {
            boolean isFunction = random.nextBoolean();
            devices.add(new PciDevice(
                    PciAddress.of("0000:%02x:%02x.1".formatted(random.nextInt(2), slot)),
                    isFunction ? "8086" : "10de",
                    isFunction ? "10ed" : "1db6",
                    isFunction ? DeviceType.VF : DeviceType.PCI,
                    Optional.empty(),
                    random.nextBoolean() ? OptionalInt.of(0) : OptionalInt.empty(),
                    random.nextBoolean()
                            ? ImmutableSortedMap.of("rack", AttributeValue.of("r" + random.nextInt(2)))
                            : ImmutableSortedMap.of(),
                    ImmutableSortedMap.of(),
                    Optional.empty()));
        }
        ReportHost report = new ReportHost(
                new CommandId(UUID.randomUUID()),
                host,
                ImmutableList.of(new ReportedProvider(
                        host,
                        name,
                        Optional.empty(),
                        ImmutableSortedMap.of(
                                ResourceClass.of("VCPU"), stock(vcpus, reservedCpus, 16.0),
                                ResourceClass.of("MEMORY_MB"), stock(memoryMb, reservedMb, 1.5),
                                ResourceClass.of("DISK_GB"), stock(localGb, reservedGb, 1.0)),
                        ImmutableSortedSet.of())),
                ImmutableSortedMap.of(0, NumaCell.on(0, OptionalInt.empty())),
                ImmutableList.copyOf(devices));
        assertThat(server.decide(Region.DEFAULT, report).outcome().refusal()).isEmpty();
        TrackerBook book = new TrackerBook(
                Map.of("vcpus", vcpus, "memory_mb", memoryMb, "local_gb", localGb),
                Map.of("vcpus", reservedCpus, "memory_mb", reservedMb, "local_gb", reservedGb));
        devices.forEach(device -> book.plug(
                device.address().toString(),
                TrackerBook.poolKey(
                        device.productId(), device.vendorId(), device.numaNode().isPresent() ? "0" : "null")));
        return book;
    }

    private static InventoryRecord stock(int total, int reserved, double ratio) {
        return new InventoryRecord(total, reserved, 1, total, 1, ratio);
    }

    @Test
    void sumsUpAHostWhoseCellsCountForThemselves() throws Exception {
        ProviderId host = new ProviderId(new UUID(0x1000, 1));
        ImmutableList.Builder<ReportedProvider> providers = ImmutableList.builder();
        providers.add(
                new ReportedProvider(host, "cn1", Optional.empty(), ImmutableSortedMap.of(), ImmutableSortedSet.of()));
        for (int cell = 0; cell < 2; cell++) {
            providers.add(new ReportedProvider(
                    new ProviderId(new UUID(0x2000, cell)),
                    "cn1_" + cell,
                    Optional.of(host),
                    ImmutableSortedMap.of(
                            ResourceClass.of("VCPU"), stock(8, 1, 2.0 + cell),
                            ResourceClass.of("MEMORY_MB"), stock(4096, 0, 1.5)),
                    ImmutableSortedSet.of()));
        }
        server.decide(
                Region.DEFAULT,
                new ReportHost(
                        new CommandId(UUID.randomUUID()),
                        host,
                        providers.build(),
                        ImmutableSortedMap.of(),
                        ImmutableList.of()));

        JsonNode computeNode = get(host);

        assertThat(computeNode.path("vcpus").intValue()).isEqualTo(16);
        assertThat(computeNode.path("vcpus_used").intValue()).isEqualTo(2);
        assertThat(computeNode.path("cpu_allocation_ratio").isNull())
                .as("a record has room for one ratio")
                .isTrue();
        assertThat(computeNode.path("memory_mb").intValue()).isEqualTo(8192);
        assertThat(computeNode.path("ram_allocation_ratio").doubleValue()).isEqualTo(1.5);
    }

    private JsonNode get(ProviderId host) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", "/hosts/" + host + "/compute-node", "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("content-type", "application/json")
                        .header("x-auth-token", "admin")
                        .header("openstack-api-version", "placement 1.39")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
