package dev.berth.simulator.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.events.model.ConsumerId;
import dev.berth.simulator.placement.PlacementAnswer;
import dev.berth.simulator.placement.PlacementRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One client in a closed loop: asks where something fits, claims it, and releases what it holds in time, so that it
 * keeps about as many consumers as the spec says. Ends when the work is done, or when an answer is lost: what comes
 * after a broken connection is for {@link Settlement} to find out. One thread only.
 */
final class Scheduler {
    private static final int READ_BACK_EVERY = 10;
    private static final long FAR_TOO_MUCH = 1_000;
    private static final String USER = "simulator";

    private final WorkloadSpec spec;
    private final WorkloadContext desk;
    private final SplittableRandom random;
    private final List<ConsumerId> mine = new ArrayList<>();
    private final Promise<Void> done = Promise.promise();

    Scheduler(WorkloadSpec spec, WorkloadContext desk, SplittableRandom random) {
        this.spec = spec;
        this.desk = desk;
        this.random = random;
    }

    /** Completes when the work is done or the service has gone; fails only by a bug. */
    Future<Void> run() {
        goOn();
        return done.future();
    }

    private void goOn() {
        if (!desk.beginsAnother()) {
            done.complete();
            return;
        }
        next().onComplete(
                        answered -> {
                            if (answered.verdict() == AnswerCheck.LOST) {
                                done.complete();
                            } else {
                                goOn();
                            }
                        },
                        done::fail);
    }

    private Future<CheckedAnswer> next() {
        if (spec.mischiefEvery() > 0 && random.nextInt(spec.mischiefEvery()) == 0) {
            desk.returnsClaim();
            return doMischief();
        }
        if (random.nextInt(2 * spec.heldByEach()) < mine.size()) {
            desk.returnsClaim();
            return release();
        }
        return placeOne();
    }

    private Future<CheckedAnswer> placeOne() {
        Flavor flavor = Flavor.draw(spec.flavors(), random);
        String path = flavor.candidatesPath(spec.candidateLimit());
        return desk.perform(Operation.ASK_CANDIDATES, PlacementRequest.get(path))
                .compose(answered -> {
                    if (!answered.isGranted()) {
                        return Future.succeededFuture(answered);
                    }
                    JsonNode offers = CandidateReader.allocationRequests(answered.answer());
                    if (!offers.isEmpty()) {
                        return claim(flavor, offers.get(random.nextInt(offers.size())));
                    }
                    desk.foundNoCandidates();
                    return mine.isEmpty() ? Future.succeededFuture(answered) : release();
                });
    }

    private Future<CheckedAnswer> claim(Flavor flavor, JsonNode offer) {
        Holding asked = Holding.of(offer.path("allocations"));
        requireFits(flavor, asked);
        ConsumerId consumer = newConsumer();
        ObjectNode body = claimBody(asked.toJson(), JsonNodeFactory.instance.nullNode());
        if (offer.has("mappings")) {
            body.set("mappings", offer.get("mappings"));
        }
        return desk.perform(Operation.CLAIM, PlacementRequest.put(path(consumer), body))
                .compose(answered -> {
                    desk.decidedClaim();
                    if (answered.mayBeDone()) {
                        desk.holdings().doubt(consumer, asked);
                    }
                    if (answered.verdict() == AnswerCheck.REFUSED) {
                        requireMayBeRefused(answered);
                    }
                    if (!answered.isGranted()) {
                        return Future.succeededFuture(answered);
                    }
                    desk.holdings().confirm(consumer, asked);
                    mine.add(consumer);
                    return random.nextInt(READ_BACK_EVERY) == 0 ? readBack(consumer) : Future.succeededFuture(answered);
                });
    }

    private void requireFits(Flavor flavor, Holding offered) {
        TreeMap<String, Long> sums = new TreeMap<>();
        offered.addTo(sums);
        if (!sums.equals(flavor.resources())) {
            desk.complain("asked for " + flavor.resources() + " but was offered " + offered);
        }
    }

    private void requireMayBeRefused(CheckedAnswer refused) {
        if (spec.clients() == 1 && spec.otherClients() == OtherClients.ALONE) {
            desk.complain("the only scheduler was refused what it had just been offered: " + refused.answer());
        }
    }

    /** Reads what a consumer holds: what was claimed must be seen by a read that follows. */
    private Future<CheckedAnswer> readBack(ConsumerId consumer) {
        return desk.perform(Operation.READ_BACK, PlacementRequest.get(path(consumer)))
                .onSuccess(answered -> {
                    Holding found = Holding.of(answered.answer().json().path("allocations"));
                    if (answered.isGranted() && !found.equals(desk.holdings().of(consumer))) {
                        desk.complain(new Discrepancy(
                                        "consumer " + consumer,
                                        desk.holdings().of(consumer).toString(),
                                        found.toString())
                                .toString());
                    }
                });
    }

    private Future<CheckedAnswer> release() {
        ConsumerId consumer = takeOne();
        if (random.nextBoolean()) {
            return releasedBy(Operation.RELEASE, PlacementRequest.delete(path(consumer)), consumer);
        }
        return readBack(consumer).compose(read -> {
            if (!read.isGranted()) {
                return Future.succeededFuture(read);
            }
            JsonNode generation = read.answer().json().path("consumer_generation");
            ObjectNode body = claimBody(Holding.NOTHING.toJson(), generation);
            return releasedBy(Operation.EMPTY, PlacementRequest.put(path(consumer), body), consumer);
        });
    }

    private Future<CheckedAnswer> releasedBy(Operation operation, PlacementRequest request, ConsumerId consumer) {
        return desk.perform(operation, request).onSuccess(answered -> {
            if (answered.isGranted()) {
                desk.holdings().confirm(consumer, Holding.NOTHING);
            } else if (answered.mayBeDone()) {
                desk.holdings().doubt(consumer, Holding.NOTHING);
            }
        });
    }

    private Future<CheckedAnswer> doMischief() {
        int kind = mine.isEmpty() ? 0 : random.nextInt(3);
        if (kind == 0) {
            return desk.perform(Operation.RELEASE_UNKNOWN, PlacementRequest.delete(path(newConsumer())));
        }
        ConsumerId victim = mine.get(random.nextInt(mine.size()));
        Holding held = desk.holdings().of(victim);
        JsonNode isNew = JsonNodeFactory.instance.nullNode();
        if (kind == 1) {
            return claimTooMuch(held.times(FAR_TOO_MUCH));
        }
        ObjectNode body = claimBody(held.toJson(), isNew);
        return desk.perform(Operation.CLAIM_AGAIN, PlacementRequest.put(path(victim), body))
                .onSuccess(answered -> requireConcurrentUpdate(answered.answer()));
    }

    private Future<CheckedAnswer> claimTooMuch(Holding tooMuch) {
        ConsumerId consumer = newConsumer();
        ObjectNode body = claimBody(tooMuch.toJson(), JsonNodeFactory.instance.nullNode());
        return desk.perform(Operation.CLAIM_TOO_MUCH, PlacementRequest.put(path(consumer), body))
                .onSuccess(answered -> {
                    if (answered.mayBeDone()) {
                        desk.holdings().doubt(consumer, tooMuch);
                    }
                });
    }

    private void requireConcurrentUpdate(PlacementAnswer answer) {
        if (answer.status() == 409 && !answer.errorCode().equals("placement.concurrent_update")) {
            desk.complain("a claim of a held consumer as new was refused without its code: " + answer);
        }
    }

    private ObjectNode claimBody(ObjectNode allocations, JsonNode generation) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("allocations", allocations);
        body.set("consumer_generation", generation);
        return body.put("project_id", desk.holdings().projectId()).put("user_id", USER);
    }

    /** Any of mine, in constant time; the order of the rest does not matter. */
    private ConsumerId takeOne() {
        int index = random.nextInt(mine.size());
        ConsumerId taken = mine.get(index);
        ConsumerId last = mine.remove(mine.size() - 1);
        if (index < mine.size()) {
            mine.set(index, last);
        }
        return taken;
    }

    private ConsumerId newConsumer() {
        long versioned = random.nextLong() & ~0xF000L | 0x4000L;
        long variant = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new ConsumerId(new UUID(versioned, variant));
    }

    private static String path(ConsumerId consumer) {
        return "/allocations/" + consumer;
    }
}
