package dev.berth.simulator.link;

/** Requests of Kafka's protocol that can be made to fail, by their API keys. */
public enum KafkaRequest {
    PRODUCE(0),
    END_TXN(26);

    private final int key;

    KafkaRequest(int key) {
        this.key = key;
    }

    int key() {
        return key;
    }
}
