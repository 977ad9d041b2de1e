package dev.berth.projector;

import dev.berth.events.command.Sent;
import dev.berth.events.decision.Decision;
import dev.berth.events.model.Position;
import dev.berth.events.model.Region;
import java.util.List;
import java.util.Optional;

/**
 * Is told how commands fare, to measure and to trace them. It is called on event loops and stream threads, so it must
 * be quick and must not throw. Any thread.
 */
public interface CommandWatch {
    /** Sees nothing. */
    CommandWatch NONE = new CommandWatch() {
        @Override
        public Passage begin(Region region, Sent sent) {
            return Passage.UNSEEN;
        }

        @Override
        public void decided(Region region, Decision decision) {}
    };

    /** The way of one command whose sender waits here. */
    interface Passage {
        /** Of whom nobody wants to know. */
        Passage UNSEEN = new Passage() {
            @Override
            public void appended(Position position) {}

            @Override
            public void ended(Optional<Decision> decision) {}
        };

        /** The log has confirmed it. It may be decided before that is heard of. */
        void appended(Position position);

        /** Its sender is answered; without a decision if none was heard of. Called once. */
        void ended(Optional<Decision> decision);
    }

    /** A command was submitted, on the thread that submits it, and is about to be appended. */
    Passage begin(Region region, Sent sent);

    /** A command was decided here, whoever has sent it. */
    void decided(Region region, Decision decision);

    /** One that tells all of them. */
    static CommandWatch all(List<CommandWatch> watches) {
        return new CommandWatch() {
            @Override
            public Passage begin(Region region, Sent sent) {
                List<Passage> passages =
                        watches.stream().map(watch -> watch.begin(region, sent)).toList();
                return new Passage() {
                    @Override
                    public void appended(Position position) {
                        passages.forEach(passage -> passage.appended(position));
                    }

                    @Override
                    public void ended(Optional<Decision> decision) {
                        passages.forEach(passage -> passage.ended(decision));
                    }
                };
            }

            @Override
            public void decided(Region region, Decision decision) {
                watches.forEach(watch -> watch.decided(region, decision));
            }
        };
    }
}
