package dev.berth.events.log;

/** Where somebody begins who wants to know what is decided. */
public sealed interface DecidedFrom {
    /** All that is decided from now on. */
    DecidedFrom NOW = new At(new LogPlace.Now());

    /** The commands at a place of the log and behind it, whenever they are decided. */
    record At(LogPlace place) implements DecidedFrom {}

    /**
     * All that was decided after the command at a position. That is not the same as the commands behind it: one that
     * had waited where its region stood is decided after commands that are behind it.
     *
     * @param offset -1 for all, where nothing had been decided yet
     */
    record Behind(int partition, long offset) implements DecidedFrom {
        @Override
        public String toString() {
            return partition + "@" + offset;
        }
    }
}
