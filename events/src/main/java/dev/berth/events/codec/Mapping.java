package dev.berth.events.codec;

/** How a type of the model is said in one schema of Avro's, in both directions. Stateless. */
interface Mapping<T> {
    void write(T value, BinaryOutput out);

    /** The next value; anything, perhaps null, once the input is refused: nothing looks at it then. */
    T read(BinaryInput in) throws NotAvroException;
}
