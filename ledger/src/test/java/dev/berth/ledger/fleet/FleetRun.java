package dev.berth.ledger.fleet;

import static dev.berth.ledger.fleet.Must.must;

import dev.berth.events.command.Command;
import dev.berth.events.command.CommandKind;
import dev.berth.events.event.Event;
import dev.berth.events.model.ProviderId;
import dev.berth.events.model.Region;
import dev.berth.events.model.ResourceClass;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.digest.StateDigest;
import dev.berth.ledger.scenario.CommandWriter;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.state.RegionView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.SplittableRandom;

/** The life of one small fleet from one seed, judged at each step. For one thread. */
final class FleetRun {
    private static final int STEPS_BETWEEN_FULL_CHECKS = 500;

    /** One fleet of so many is decided a second time, from the start, which takes as long as the first. */
    private static final int FLEETS_A_REPLAY = 4;

    private static final int SHOWN = 30;

    private final long seed;
    private final FleetNames names;
    private final List<Command> commands = new ArrayList<>();

    /** How many commands of each kind were granted. */
    final EnumMap<CommandKind, Integer> granted = new EnumMap<>(CommandKind.class);

    FleetRun(long seed) {
        this.seed = seed;
        this.names = new FleetNames(2 + Math.floorMod(seed, 3));
    }

    /** Lets the fleet live, and replays its log at the end. The error of a fault has what led to it, as a scenario. */
    void live(int length) {
        FleetCommands next = new FleetCommands(seed, names);
        SplittableRandom sample = new SplittableRandom(~seed);
        RegionView view = RegionView.empty(Region.DEFAULT);
        Oracle oracle = new Oracle(names, view);
        Offers offers = new Offers(names, oracle);
        List<Event> events = new ArrayList<>();
        try {
            for (int i = 0; i < length; i++) {
                Command command = next.next(view);
                commands.add(command);
                Ledger.Step step = Ledger.apply(view, RandomCommands.position(i), command);
                view = step.after();
                if (step.decision().outcome().refusal().isEmpty()) {
                    granted.merge(command.kind(), 1, Integer::sum);
                }
                oracle.follow(command, step);
                if (i % STEPS_BETWEEN_FULL_CHECKS == STEPS_BETWEEN_FULL_CHECKS - 1) {
                    offers.verifyAll(view);
                } else {
                    sample(offers, view, sample);
                }
            }
            if (seed % FLEETS_A_REPLAY != 0) {
                return;
            }
            RegionView again = RegionView.empty(Region.DEFAULT);
            for (int i = 0; i < length; i++) {
                again = Ledger.apply(again, RandomCommands.position(i), commands.get(i))
                        .after();
            }
            StateDigest replayed = StateDigest.of(again);
            StateDigest lived = StateDigest.of(view);
            must(replayed.equals(lived), () -> "a replay to give " + lived + " but got " + replayed);
        } catch (RuntimeException | AssertionError fault) {
            throw new AssertionError(fault.getMessage() + "\n" + told(), fault);
        }
    }

    private void sample(Offers offers, RegionView view, SplittableRandom sample) {
        FleetNames.Machine machine = names.machines.get(sample.nextInt(names.machines.size()));
        List<ProviderId> providers = machine.providers();
        ProviderId provider = providers.get(sample.nextInt(providers.size()));
        for (ResourceClass resourceClass : FleetNames.CLASSES) {
            offers.verifyClaims(view, provider, resourceClass);
        }
        if (sample.nextInt(4) == 0) {
            offers.verifySearch(
                    view, FleetNames.CLASSES.get(sample.nextInt(FleetNames.CLASSES.size())), 1 + sample.nextInt(4));
        }
        if (sample.nextInt(8) == 0) {
            offers.verifyDevices(
                    view, machine, FleetCommands.FLAVORS.get(sample.nextInt(FleetCommands.FLAVORS.size())));
        }
    }

    /** The shortest log that shows a fault, found by leaving commands out as long as there is one. */
    private String told() {
        List<Command> rest = new ArrayList<>(commands);
        String kind = kind(fault(rest));
        for (int part = rest.size() / 2; part > 0; part /= 2) {
            for (int from = 0; from < rest.size(); ) {
                List<Command> fewer = new ArrayList<>(rest.subList(0, from));
                fewer.addAll(rest.subList(Math.min(rest.size(), from + part), rest.size()));
                if (!kind.isEmpty() && kind(fault(fewer)).equals(kind)) {
                    rest = fewer;
                } else {
                    from += part;
                }
            }
        }
        StringBuilder lines = new StringBuilder();
        CommandWriter writer = new CommandWriter(names.symbols);
        RegionView view = RegionView.empty(Region.DEFAULT);
        for (int i = 0; i < rest.size(); i++) {
            Ledger.Step step = Ledger.apply(view, RandomCommands.position(i), rest.get(i));
            view = step.after();
            if (i >= rest.size() - SHOWN) {
                lines.append(writer.write(rest.get(i)))
                        .append("   -> ")
                        .append(step.decision()
                                .outcome()
                                .refusal()
                                .map(Object::toString)
                                .orElse("granted"))
                        .append('\n');
            }
        }
        return "seed " + seed + " after " + commands.size() + " steps, " + rest.size() + " of which show it ("
                + fault(rest) + "):\n" + lines;
    }

    /** The same fault may tell of other amounts and hosts. */
    private static String kind(String fault) {
        return String.valueOf(fault).replaceAll("[0-9]+", "");
    }

    private String fault(List<Command> log) {
        RegionView view = RegionView.empty(Region.DEFAULT);
        Oracle oracle = new Oracle(names, view);
        Offers offers = new Offers(names, oracle);
        try {
            for (int i = 0; i < log.size(); i++) {
                Ledger.Step step = Ledger.apply(view, RandomCommands.position(i), log.get(i));
                view = step.after();
                oracle.follow(log.get(i), step);
            }
            offers.verifyAll(view);
            return "";
        } catch (RuntimeException | AssertionError fault) {
            return String.valueOf(fault.getMessage());
        }
    }
}
