package dev.berth.cli.audit;

import com.google.common.collect.ImmutableList;
import dev.berth.auditor.AuditProgress;
import dev.berth.auditor.AuditTarget;
import dev.berth.auditor.RegionReading;
import dev.berth.auditor.StateAt;
import dev.berth.auditor.StateReading;
import dev.berth.cli.client.HostReference;
import dev.berth.cli.option.LogOptions;
import dev.berth.cli.output.Progress;
import dev.berth.cli.output.Terminal;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.LogPlace;
import dev.berth.events.model.Position;
import dev.berth.ledger.directory.NodePath;
import dev.berth.ledger.history.Subject;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whose states are looked at, from which log, and for whom, for every command that shows some. */
final class StateOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON objects, a line each, watched or not.")
    private boolean asJson;

    @Mixin
    private RegionOption region;

    @Mixin
    private LogOptions log;

    boolean isJson() {
        return asJson || !Terminal.isWatched();
    }

    RegionOption region() {
        return region;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** The states at these places, after saying what has to be known of them. */
    ImmutableList<StateAt> read(LogPlace... places) {
        ImmutableList<StateAt> states;
        StateReading reading;
        try (SchemaRegistry registry = log.openRegistry();
                Progress progress = Progress.of("reading the log", 0, err())) {
            reading = new StateReading(AuditTarget.offline(log.kafka(), registry), region.name(), progress::at);
            states = reading.at(ImmutableList.copyOf(places));
        }
        reading.notes().forEach(err()::println);
        for (StateAt state : states) {
            err().println("Region " + region.name() + " " + state.text());
            region.tell(state.fold().stop(), err());
        }
        err().flush();
        return states;
    }

    /**
     * What is to be said of a consumer or a provider that is not in a state: when it was there, or that it never was.
     * Reads the log for it. Empty of all other places.
     */
    Optional<String> elsewhen(NodePath path, StateAt state) {
        if (path.names().size() < 2 || !HostReference.isUuid(path.names().get(1))) {
            return Optional.empty();
        }
        String id = path.names().get(1);
        return switch (path.names().get(0)) {
            case "consumers" -> Optional.of(elsewhen(Subject.Kind.CONSUMER, id, "held nothing", state));
            case "providers" -> Optional.of(elsewhen(Subject.Kind.PROVIDER, id, "was not there", state));
            case "hosts" -> Optional.of(elsewhen(Subject.Kind.HOST, id, "was not there", state));
            default -> Optional.empty();
        };
    }

    private String elsewhen(Subject.Kind kind, String id, String wasNot, StateAt state) {
        Subject subject = Subject.of(kind, id, Optional.empty());
        Deque<Position> firstAndLast = new ArrayDeque<>();
        try (SchemaRegistry registry = log.openRegistry()) {
            new RegionReading(AuditTarget.offline(log.kafka(), registry), region.name(), AuditProgress.NONE)
                    .history(subject, entry -> {
                        if (firstAndLast.size() == 2) {
                            firstAndLast.removeLast();
                        }
                        firstAndLast.addLast(entry.position());
                    });
        }
        return firstAndLast.isEmpty()
                ? "nothing ever happened to " + subject.text() + " in region " + region.name()
                : subject.text() + " " + wasNot + " then, " + state.text() + "; it has history from "
                        + firstAndLast.getFirst() + " to " + firstAndLast.getLast() + ", shown by: berth audit history "
                        + subject.text();
    }
}
