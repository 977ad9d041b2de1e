package dev.berth.simulator.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.events.model.CommandId;
import dev.berth.events.model.Position;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.resource.pci.DeviceTable;
import dev.berth.ledger.resource.pci.Pool;
import dev.berth.ledger.resource.pci.Pools;
import dev.berth.ledger.state.RegionView;
import dev.berth.simulator.fleet.DeviceHost;
import io.vavr.Tuple2;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to tell all pools of a region as JSON, and to derive them from the devices where nothing was
 * derived before.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
public class PoolsBench {
    private static final JsonFactory JSON = new JsonFactory();

    @Param("10000")
    public int hosts;

    private RegionView view;

    @Setup
    public void report() {
        view = RegionView.empty(Region.DEFAULT);
        for (int at = 0; at < hosts; at++) {
            view = Ledger.apply(
                            view,
                            new Position(0, at, at),
                            new DeviceHost("host-" + at).report(new CommandId(new UUID(1, at))))
                    .after();
        }
    }

    @Benchmark
    public byte[] summary() throws IOException {
        return told(json -> {
            for (Tuple2<ProviderId, DeviceTable> host : view.devices().all()) {
                for (Map.Entry<Pools.SummaryKey, Integer> row :
                        host._2().summary().entrySet()) {
                    write(json, host._1(), row.getKey().vendorId(), row.getKey().productId(), row.getValue());
                }
            }
        });
    }

    @Benchmark
    public byte[] full() throws IOException {
        return told(json -> {
            for (Tuple2<ProviderId, DeviceTable> host : view.devices().all()) {
                for (Pool pool : host._2().pools().rows()) {
                    write(json, host._1(), pool.key().vendorId(), pool.key().productId(), pool.count());
                }
            }
        });
    }

    /** What a start does once for each host. */
    @Benchmark
    public int derivation() {
        int rows = 0;
        for (Tuple2<ProviderId, DeviceTable> host : view.devices().all()) {
            rows += Pools.of(host._2().devices()).rows().size();
        }
        return rows;
    }

    @FunctionalInterface
    private interface Rows {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] told(Rows rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 22);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartArray();
            rows.write(json);
            json.writeEndArray();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, ProviderId host, String vendor, String product, int count)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("provider", host.toString());
        json.writeStringField("vendor_id", vendor);
        json.writeStringField("product_id", product);
        json.writeNumberField("count", count);
        json.writeEndObject();
    }
}
