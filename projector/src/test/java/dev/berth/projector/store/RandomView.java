package dev.berth.projector.store;

import dev.berth.events.model.Region;
import dev.berth.ledger.Ledger;
import dev.berth.ledger.scenario.RandomCommands;
import dev.berth.ledger.scenario.Symbols;
import dev.berth.ledger.state.RegionView;

/** What a region comes to by random commands: always the same for as many. */
final class RandomView {
    private static final long SEED = 5;

    private RandomView() {}

    static RegionView of(int commands) {
        RandomCommands random = new RandomCommands(SEED, new Symbols());
        RegionView view = RegionView.empty(Region.DEFAULT);
        for (int i = 0; i < commands; i++) {
            view = Ledger.apply(view, RandomCommands.position(i), random.next(view))
                    .after();
        }
        return view;
    }
}
