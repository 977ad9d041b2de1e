package dev.berth.agent.sink;

/** Is told by a sink that opens how it gets on with those behind it. Thread-safe. */
public interface ContactListener {
    /** Of a sink that nobody waits for. */
    ContactListener UNWATCHED = new ContactListener() {
        @Override
        public void answered() {}

        @Override
        public void made() {}
    };

    /** One of them has answered, and others have yet to. */
    void answered();

    /** All of them have answered, and from here on it may take its time. */
    void made();
}
