package dev.berth.auditor;

import com.google.common.base.Joiner;
import dev.berth.auditor.Difference.Kind;
import dev.berth.events.model.Region;
import dev.berth.ledger.RegionFold;
import dev.berth.ledger.RegionStop;
import dev.berth.ledger.digest.StateDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Compares regions of a running service with their re-fold. The service goes on meanwhile: where it is ahead the
 * re-fold follows to the same command, where it is behind it is asked again. For one thread.
 */
final class StateCheck {
    private final PartitionAudit audit;
    private final LiveService service;
    private final Duration timeout;
    private final Findings findings;

    StateCheck(PartitionAudit audit, LiveService service, Duration timeout, Findings findings) {
        this.audit = audit;
        this.service = service;
        this.timeout = timeout;
        this.findings = findings;
    }

    void compare(Region region) {
        PollDeadline left = new PollDeadline(timeout);
        LiveState live = service.state(region);
        follow(region, live);
        while (!isSamePoint(region, live) && left.isLeft()) {
            audit.extendToNow();
            live = service.state(region);
            follow(region, live);
        }
        judge(region, live);
    }

    /** Reads on until the re-fold has decided as much as the service, and stands where the service stands. */
    private void follow(Region region, LiveState live) {
        long decided = decided(region);
        boolean hasMore = true;
        while (hasMore && (decided < live.decided() || decided == live.decided() && isToStand(region, live))) {
            hasMore = audit.readOne();
            decided = decided(region);
        }
    }

    private boolean isToStand(Region region, LiveState live) {
        return live.stoppedAt().isPresent() && audit.fold(region).stop().isEmpty();
    }

    private boolean isSamePoint(Region region, LiveState live) {
        return decided(region) == live.decided() && stoppedAt(region).equals(live.stoppedAt());
    }

    private long decided(Region region) {
        return audit.fold(region).view().recent().count();
    }

    private OptionalLong stoppedAt(Region region) {
        Optional<RegionStop> stop = audit.fold(region).stop();
        return stop.isPresent() ? OptionalLong.of(stop.get().position().offset()) : OptionalLong.empty();
    }

    private void judge(Region region, LiveState live) {
        RegionFold fold = audit.fold(region);
        if (decided(region) != live.decided()) {
            differ(
                    Kind.PROGRESS_DIFFERS,
                    region,
                    live.decided() + " commands decided",
                    decided(region) + " commands decided");
            return;
        }
        if (!stoppedAt(region).equals(live.stoppedAt())) {
            differ(Kind.STOP_DIFFERS, region, stopText(live.stoppedAt()), stopText(stoppedAt(region)));
        }
        findings.state();
        List<String> held = new ArrayList<>();
        List<String> refolded = new ArrayList<>();
        StateDigest.of(fold.view()).sections().forEach((section, digest) -> {
            String other = live.sections().getOrDefault(section.name(), "nothing");
            if (!other.equals(digest)) {
                held.add(section + " " + other);
                refolded.add(section + " " + digest);
            }
        });
        if (!held.isEmpty()) {
            Joiner joiner = Joiner.on(", ");
            differ(Kind.STATE_DIFFERS, region, joiner.join(held), joiner.join(refolded));
        }
    }

    private void differ(Kind kind, Region region, String live, String refolded) {
        findings.state(kind, region, audit.partition(), live, refolded);
    }

    private static String stopText(OptionalLong offset) {
        return offset.isPresent() ? "stands at offset " + offset.getAsLong() : "goes on";
    }
}
