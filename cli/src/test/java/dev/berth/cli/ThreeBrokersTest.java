package dev.berth.cli;

import static dev.berth.cli.Peers.PARTITIONS;
import static dev.berth.cli.Peers.keeps;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.embedded.EmbeddedRegistry;
import dev.berth.events.log.Partitions;
import dev.berth.events.log.Topics;
import dev.berth.events.model.Region;
import dev.berth.projector.ProjectorConfig;
import dev.berth.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances on three brokers, all processes of their own, which are killed while clients claim: whatever was
 * acknowledged stays, nothing is granted twice, and claims are acknowledged again soon. With
 * {@code -Dberth.brokers.all=true} the group's coordinator is killed as well, and then two brokers at once.
 */
class ThreeBrokersTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Kafka takes a broker for dead after 9 s, an instance after 6 s; the rest is for a machine that is busy. */
    private static final Duration GAP_MAX = Duration.ofSeconds(45);

    /** With the start of two brokers, and what they need to find each other. */
    private static final Duration OUTAGE_MAX = Duration.ofSeconds(90);

    /** So many claims that were sent after a kill show that it goes on. */
    private static final int GOES_ON = 40;

    @TempDir
    private Path dir;

    private ThreeBrokers brokers;
    private EmbeddedRegistry registry;
    private BerthProcess first;
    private BerthProcess second;
    private SteadyClaims claims;
    private int killed;

    @BeforeEach
    void start() throws Exception {
        long beganNs = System.nanoTime();
        brokers = ThreeBrokers.start(dir);
        double brokersS = secondsSince(beganNs);
        registry = EmbeddedRegistry.start(brokers.bootstrapServers());
        first = begin("berth-1");
        second = begin("berth-2");
        first.awaitReady();
        second.awaitReady();
        Awaitility.await().atMost(TIMEOUT).until(() -> keeps(first) != keeps(second));
        claims = new SteadyClaims(List.of(first.url(), second.url()));
        claims.start();
        System.err.printf("brokers after %.1f s, instances after %.1f s%n", brokersS, secondsSince(beganNs));
    }

    @AfterEach
    void stop() {
        Stream.of(claims, first, second, registry, brokers)
                .filter(Objects::nonNull)
                .forEach(part -> Utils.closeQuietly(part, "a part of the test"));
    }

    @Test
    @EnabledIfSystemProperty(named = "faults", matches = "true", disabledReason = "run with -Dfaults=true")
    void keepsWhatItAcknowledgedWhereBrokersAreKilledAndThenTheOwner() throws Exception {
        goesOnWithout("leader of the log", leader());
        if (Boolean.getBoolean("berth.brokers.all")) {
            int coordinator = brokers.coordinator(ProjectorConfig.APPLICATION_ID);
            if (coordinator != killed) {
                goesOnWithout("coordinator of the group", coordinator);
            }
            refusesWithItsFateWhatTooFewReplicasCanTake();
        }

        BerthProcess owner = keeps(first) ? first : second;
        BerthProcess survivor = owner == first ? second : first;
        long killedNs = System.nanoTime();
        owner.kill();
        assertGoesOn("the owner of the region was killed", killedNs, GAP_MAX);

        claims.finish();
        assertAllStands(survivor);
    }

    /** Kills one broker, which leads a third of all partitions, and has it come back. */
    private void goesOnWithout(String role, int broker) throws Exception {
        String roles = "broker %d, %s, was killed; leader %d, coordinator %d, controller %d before"
                .formatted(
                        broker,
                        role,
                        leader(),
                        brokers.coordinator(ProjectorConfig.APPLICATION_ID),
                        brokers.controller());
        claims.setbacks();
        long killedNs = System.nanoTime();
        brokers.kill(broker);
        killed = broker;
        assertGoesOn(roles, killedNs, GAP_MAX);
        brokers.startAgain(broker);
        brokers.awaitInSync();
    }

    /** Has the log's leader alone for a moment: it may acknowledge nothing then. */
    private void refusesWithItsFateWhatTooFewReplicasCanTake() throws Exception {
        int leader = leader();
        List<Integer> others = IntStream.range(0, ThreeBrokers.COUNT)
                .filter(broker -> broker != leader)
                .boxed()
                .toList();
        claims.setbacks();
        long killedNs = System.nanoTime();
        others.forEach(brokers::kill);
        long aloneNs = System.nanoTime();
        Awaitility.await().atMost(TIMEOUT).until(() -> claims.refused() >= SteadyClaims.CLIENTS);
        System.err.printf("two brokers were killed: 503 after %.1f s%n", secondsSince(killedNs));
        assertThat(claims.sentSince(aloneNs)).as("acknowledged by one replica").isZero();
        for (int broker : others) {
            brokers.startAgain(broker);
        }
        long againNs = System.nanoTime();
        assertGoesOn("two brokers started again", againNs, OUTAGE_MAX);
        brokers.awaitInSync();
    }

    private int leader() throws Exception {
        return brokers.leader(Topics.LOG.topic(), Partitions.of(Region.DEFAULT, PARTITIONS));
    }

    private void assertGoesOn(String after, long sinceNs, Duration most) {
        Awaitility.await(after).atMost(TIMEOUT.plus(most)).until(() -> claims.sentSince(sinceNs) >= GOES_ON);
        Duration gap = claims.gapSince(sinceNs);
        System.err.printf("%s: a gap of %.1f s, %s%n", after, gap.toMillis() / 1e3, claims.setbacks());
        assertThat(gap).as(after).isLessThan(most);
    }

    private void assertAllStands(BerthProcess instance) throws Exception {
        int count = claims.count();
        assertThat(claims.unexpected()).isEmpty();
        assertThat(claims.missing(instance.url()))
                .as("of %d acknowledged", count)
                .isEmpty();
        assertThat(new ObjectMapper()
                        .readTree(claims.usages(instance.url()))
                        .at("/usages/VCPU")
                        .asInt())
                .as("each acknowledged claim once")
                .isEqualTo(count);
        Run audit = Run.auditVerify(instance.url(), brokers.bootstrapServers(), registry.url());
        System.err.printf("%d claims acknowledged; %s%n", count, audit.out());
        assertThat(audit.status()).as(audit.out() + audit.err()).isEqualTo(ExitCode.OK);
    }

    private static double secondsSince(long ns) {
        return (System.nanoTime() - ns) / 1e9;
    }

    private BerthProcess begin(String instance) throws IOException {
        return Peers.begin(dir, brokers.bootstrapServers(), registry.url(), instance, ThreeBrokers.COUNT);
    }
}
