package dev.berth.api.http;

/**
 * A body that is sent as it comes about, until either side ends it. Called on the request's event loop, so neither
 * method may wait.
 */
public interface AnswerFeed {
    /** The head of the answer is on its way; from now on there is a client to send to. */
    void begin(FeedClient client);

    /** Nothing will be sent, because the client has gone. */
    void discard();
}
