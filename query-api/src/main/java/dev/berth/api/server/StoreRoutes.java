package dev.berth.api.server;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.api.http.Answer;
import dev.berth.api.http.Call;
import dev.berth.api.http.Route;
import dev.berth.api.http.Route.Answerer;
import dev.berth.api.problem.ErrorCode;
import dev.berth.api.problem.Problem;
import dev.berth.api.schema.Schemas;
import dev.berth.events.log.LogMark;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.projector.Address;
import dev.berth.projector.LogUnavailableException;
import dev.berth.projector.StoredCopies;
import dev.berth.projector.StoredCopy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What auditors ask of each instance by itself: what stands on its disk. All rows are read for that, so it is done for
 * one at a time, on a thread of its own.
 */
public final class StoreRoutes {
    private static final int UNAVAILABLE = 503;

    private final String instance;
    private final Optional<Address> address;
    private final StoredCopies copies;
    private final Executor reader =
            new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "berth-store-audit");
                thread.setDaemon(true);
                return thread;
            });

    /** One region of a copy, without its rows. */
    private record Told(RegionFold fold, StateDigest digest) {}

    /** A copy, without its rows. */
    private record Read(
            int partition, boolean isOwned, Optional<LogMark> mark, List<String> doubts, Map<Region, Told> regions) {}

    /**
     * @param instance how this instance calls itself
     * @param address where its peers reach it, if they do
     */
    public StoreRoutes(String instance, Optional<Address> address, StoredCopies copies) {
        this.instance = instance;
        this.address = address;
        this.copies = copies;
    }

    /** The given routes, with these added. */
    public List<Route> addTo(List<Route> routes) {
        List<Route> all = new ArrayList<>(routes);
        all.add(Route.get("/audit/stores")
                .policy("berth:audit")
                .answerer(Answerer.INSTANCE)
                .summary("What the rows on this instance's disk come to, region by region, and where its peers are")
                .replies(200, Schemas.REPLY_STORES)
                .handledBy(this::stores));
        return List.copyOf(all);
    }

    private CompletionStage<Answer> stores(Call call) {
        try {
            return CompletableFuture.supplyAsync(this::answer, reader);
        } catch (RejectedExecutionException busy) {
            throw new Problem(
                            UNAVAILABLE,
                            "The stores of this instance are being read for another audit; ask again.",
                            ErrorCode.UNDEFINED)
                    .exception();
        }
    }

    private Answer answer() {
        try {
            List<Address> instances = copies.instances();
            List<Read> read = new ArrayList<>();
            for (int partition = 0; partition < copies.partitions(); partition++) {
                copies.read(partition).map(StoreRoutes::read).ifPresent(read::add);
            }
            return Answer.ok(json -> write(json, instances, read));
        } catch (LogUnavailableException away) {
            throw new Problem(UNAVAILABLE, away.getMessage() + " Ask again.", ErrorCode.UNDEFINED).exception();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    /** What there is to tell, so that the rows of a partition are let go before the next is read. */
    private static Read read(StoredCopy copy) {
        Map<Region, Told> regions = new TreeMap<>();
        copy.folds().forEach((region, fold) -> regions.put(region, new Told(fold, StateDigest.of(fold.view()))));
        return new Read(copy.partition(), copy.isOwned(), copy.mark(), copy.doubts(), regions);
    }

    private void write(JsonGenerator json, List<Address> instances, List<Read> read) throws IOException {
        json.writeStartObject();
        json.writeStringField("instance", instance);
        if (address.isPresent()) {
            json.writeStringField("address", address.get().toString());
        }
        json.writeArrayFieldStart("instances");
        for (Address each : instances) {
            json.writeString(each.toString());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("partitions");
        for (Read copy : read) {
            write(json, copy);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Read copy) throws IOException {
        json.writeStartObject();
        json.writeNumberField("partition", copy.partition());
        json.writeStringField("role", copy.isOwned() ? "owner" : "standby");
        if (copy.mark().isPresent()) {
            MarkJson.write(json, copy.mark().get());
        }
        json.writeArrayFieldStart("doubts");
        for (String doubt : copy.doubts()) {
            json.writeString(doubt);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("regions");
        for (Told region : copy.regions().values()) {
            json.writeStartObject();
            DigestJson.write(
                    json, region.fold().view(), region.digest(), region.fold().stop());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
