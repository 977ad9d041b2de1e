package dev.berth.cli.shadow;

/** Why a call was not made again, or not compared. */
enum LeftOut {
    FOLLOWER_SILENT("the service that follows gave no answer"),
    FOLLOWER_BUSY("the service that follows could not take it (429, 502, 503 or 504)"),
    BEHIND("it is about something that the follower is behind with"),
    FIRST_SILENT("the service that answers gave no answer"),
    FIRST_BUSY("the service that answers, or what is before it, could not take it (502, 503 or 504)"),
    QUEUE_FULL("too many calls waited, or too much of them"),
    READ_SPARED("half of the queue was full, and it was only a read"),
    TOO_LARGE("its body was too large to be kept"),
    NOT_KEPT("an answer was larger than 4 MiB, or packed as nothing but gzip is, or found no room"),
    FOREIGN("it is no call of Placement's API");

    private final String words;

    LeftOut(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
