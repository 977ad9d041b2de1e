package dev.berth.cli;

import com.google.common.collect.ImmutableList;
import dev.berth.auditor.AuditTarget;
import dev.berth.auditor.StateAt;
import dev.berth.auditor.StateReading;
import dev.berth.events.codec.SchemaRegistry;
import dev.berth.events.log.LogPlace;
import java.io.PrintWriter;
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
}
