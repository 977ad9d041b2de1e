package dev.berth.api.pci;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.berth.api.command.Backend;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.schema.Schemas;
import dev.berth.events.model.HostPools;
import dev.berth.events.model.PciDevice;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.TrackedDevice;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.resource.pci.PoolKey;
import dev.berth.ledger.resource.pci.Pools.Group;
import dev.berth.ledger.resource.pci.Pools.SummaryKey;
import dev.berth.projector.store.RegionSnapshot;
import io.vavr.Tuple2;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Pools: the free PCI devices of each host, grouped. */
public final class PoolHandler {
    // Encoded once, because there are tens of thousands of rows in one answer.
    private static final SerializedString PROVIDER = new SerializedString("provider");
    private static final SerializedString VENDOR_ID = new SerializedString("vendor_id");
    private static final SerializedString PRODUCT_ID = new SerializedString("product_id");
    private static final SerializedString NUMA_NODE = new SerializedString("numa_node");
    private static final SerializedString DEV_TYPE = new SerializedString("dev_type");
    private static final SerializedString COUNT = new SerializedString("count");

    private final Backend backend;
    private final PoolRows summary =
            new PoolRows((json, pools) -> writeSummary(json, pools.host(), summary(pools.rows())));
    private final PoolRows full = new PoolRows((json, pools) -> writeFull(json, pools.host(), pools.rows()));

    public PoolHandler(Backend backend) {
        this.backend = backend;
    }

    /**
     * GET /pci/pools: by vendor, product and NUMA node; with key=full by all that requests can ask of a device; with
     * states=true also those of which nothing is free, and how many of each are in which state.
     */
    public Answer list(Call call) {
        Schemas.PCI_POOLS_QUERY.requireParametersFit(
                call.version(), call.query().toJson());
        RegionSnapshot region = backend.snapshot(call);
        QueriedDevices hosts = QueriedDevices.of(region.view(), call.query());
        boolean isFull = call.query().last("key").filter("full"::equals).isPresent();
        boolean isOfStates = call.query().last("states").filter("true"::equals).isPresent();
        return Answer.ok(json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("pools");
                    if (isOfStates) {
                        writeStates(json, hosts, isFull);
                    } else if (hosts.provider().isEmpty()) {
                        (isFull ? full : summary).write(json, region);
                    } else {
                        write(json, region, hosts, isFull);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .fresh();
    }

    private static void write(JsonGenerator json, RegionSnapshot region, QueriedDevices hosts, boolean isFull)
            throws IOException {
        for (Tuple2<ProviderId, DeviceTable> host : hosts.tables()) {
            List<HostPools.Row> wanted = region.pools(host._1()).rows().stream()
                    .filter(pool -> hosts.isWanted(host._1(), pool.provider()))
                    .toList();
            if (isFull) {
                writeFull(json, host._1(), wanted);
            } else {
                writeSummary(json, host._1(), summary(wanted));
            }
        }
    }

    /** From the devices themselves: the rows that are kept know of free ones alone. */
    private static void writeStates(JsonGenerator json, QueriedDevices hosts, boolean isFull) throws IOException {
        for (Tuple2<ProviderId, DeviceTable> host : hosts.tables()) {
            List<TrackedDevice> wanted = host._2().devices().stream()
                    .filter(device -> hosts.isWanted(host._1(), device.device().provider()))
                    .toList();
            SerializedString name = new SerializedString(host._1().toString());
            for (PoolStates states :
                    isFull ? PoolStates.of(wanted, Group::of) : PoolStates.of(wanted, SummaryKey::of)) {
                PciDevice first = states.first();
                json.writeStartObject();
                writeKey(json, name, first.vendorId(), first.productId(), first.numaNode());
                if (isFull) {
                    json.writeFieldName(DEV_TYPE);
                    json.writeString(first.type().text());
                    AttributeJson.write(json, "tags", PoolKey.of(first).tags());
                    AttributeJson.writeText(json, "resource_provider", first.provider());
                }
                json.writeFieldName(COUNT);
                json.writeNumber(states.free());
                states.write(json, "states");
                json.writeEndObject();
            }
        }
    }

    /** How many devices there are by vendor, product and NUMA node. */
    private static Map<SummaryKey, Integer> summary(List<HostPools.Row> pools) {
        Map<SummaryKey, Integer> counts = new TreeMap<>();
        for (HostPools.Row pool : pools) {
            counts.merge(
                    new SummaryKey(pool.vendorId(), pool.productId(), pool.numaNode()), pool.count(), Integer::sum);
        }
        return counts;
    }

    private static void writeFull(JsonGenerator json, ProviderId host, List<HostPools.Row> rows) throws IOException {
        SerializedString name = rows.isEmpty() ? null : new SerializedString(host.toString());
        for (HostPools.Row pool : rows) {
            json.writeStartObject();
            writeKey(json, name, pool.vendorId(), pool.productId(), pool.numaNode());
            json.writeFieldName(DEV_TYPE);
            json.writeString(pool.type().text());
            AttributeJson.write(json, "tags", pool.tags());
            AttributeJson.writeText(json, "resource_provider", pool.provider());
            json.writeFieldName(COUNT);
            json.writeNumber(pool.count());
            json.writeEndObject();
        }
    }

    private static void writeSummary(JsonGenerator json, ProviderId host, Map<SummaryKey, Integer> summary)
            throws IOException {
        SerializedString name = summary.isEmpty() ? null : new SerializedString(host.toString());
        for (Map.Entry<SummaryKey, Integer> row : summary.entrySet()) {
            json.writeStartObject();
            writeKey(
                    json,
                    name,
                    row.getKey().vendorId(),
                    row.getKey().productId(),
                    row.getKey().numaNode());
            json.writeFieldName(COUNT);
            json.writeNumber(row.getValue());
            json.writeEndObject();
        }
    }

    private static void writeKey(
            JsonGenerator json, SerializedString host, String vendorId, String productId, OptionalInt numaNode)
            throws IOException {
        json.writeFieldName(PROVIDER);
        json.writeString(host);
        json.writeFieldName(VENDOR_ID);
        json.writeString(vendorId);
        json.writeFieldName(PRODUCT_ID);
        json.writeString(productId);
        json.writeFieldName(NUMA_NODE);
        if (numaNode.isPresent()) {
            json.writeNumber(numaNode.getAsInt());
        } else {
            json.writeNull();
        }
    }
}
